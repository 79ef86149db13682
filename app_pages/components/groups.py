"""The labels of groups as counted → the words people use for them, on a page."""

from cohorts.breakdowns import as_choice, breakdown_name, group_names, in_order


__all__ = ["as_choice", "breakdown_name", "group_names", "in_order"]
