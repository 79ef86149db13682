"""Cohorts: the rules as paragraphs, each a table and what it must become."""
