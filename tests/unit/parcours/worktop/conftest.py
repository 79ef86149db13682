"""The house of the tests of people, for those of drafts."""

from tests.unit.parcours.people.conftest import house


__all__ = ["house"]
