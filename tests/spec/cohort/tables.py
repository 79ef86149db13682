"""Tables of a small territory, written as literals, loaded into an engine."""

from datetime import date
from functools import lru_cache

import pandas as pd

from cohorts.definition.dropout_rules import dropout_rules_from
from cohorts.definition.from_yaml import definition_from
from cohorts.event_table.build import build_event_table
from config.reading import read_yaml_text
from parcours.path.calendar import calendar_table


RULES_TEXT = """
version: 3
dropout:
  from: [lycee, apprentissage]
  to: [decroche, recherche]
  minimum_age_years: 16
  grace_days: 30
  summer: {from_month_day: "06-15", to_month_day: "08-31", dated: "09-15"}
reengagement: {strict: [lycee, formation], wide_adds: [emploi], confirmation_days: 30}
age_limit_years: 26
sensitivity_days: [30, 60]
"""
COLUMNS = {
    "persons": ["person", "pseudonym", "birth_month", "sex"],
    "spells": ["person", "spell", "situation", "starts", "ends", "evidence"],
    "situation_facts": ["person", "situation", "starts", "ends", "organisation"],
    "interventions": [
        "person",
        "kind",
        "starts",
        "ends",
        "state",
        "organisation",
        "end_reason",
    ],
    "follow_up": ["person", "status", "day", "organisation"],
    "windows": ["person", "starts", "ends", "kind", "organisation"],
    "attributes": ["person", "name", "value", "starts", "ends"],
}
NUMBERS = frozenset(
    {"person", "birth_month", "spell", "starts", "ends", "evidence", "day"}
)
BORN = (2006, 1)


def day(text):
    """Civil day to day number."""
    return None if text is None else (date.fromisoformat(text) - date(1970, 1, 1)).days


def rules():
    return dropout_rules_from(read_yaml_text(RULES_TEXT, name="dropout_rules.yaml"))


def definition(text):
    return definition_from(read_yaml_text(text, name="essai.yaml"), rules=rules())


def path(person, *steps, until):
    """Spells from (situation, first day[, evidence]) steps; evidence = last day."""
    rows = []
    for n, step in enumerate(steps, start=1):
        situation, starts = step[0], day(step[1])
        ends = day(steps[n][1]) if n < len(steps) else day(until)
        evidence = day(step[2]) if len(step) > 2 else ends - 1
        if situation == "inconnue":
            evidence = starts
        rows.append((person, n, situation, starts, ends, evidence))
    return rows


def person(number, *, born=BORN, sex="F"):
    birth_month = None if born is None else born[0] * 12 + born[1] - 1
    return (number, f"P{number}", birth_month, sex)


def load(engine, **tables):
    """Load tables given as lists of rows; absent tables are empty."""
    for name in COLUMNS:
        engine.load_frame(name, _frame(name, tables.get(name, [])))


def whole(name, row):
    """Fill a row up: what it does not tell is unknown."""
    return (*row, *[None] * (len(COLUMNS[name]) - len(row)))


def _frame(name, rows):
    rows = [whole(name, row) for row in rows]
    cells = zip(*rows, strict=True) if rows else [()] * len(COLUMNS[name])
    return pd.DataFrame(
        {
            column: pd.array(list(values), "Int64" if column in NUMBERS else "string")
            for column, values in zip(COLUMNS[name], cells, strict=True)
        }
    )


@lru_cache(maxsize=16)
def _calendar(as_of):
    return calendar_table(day("2021-01-01"), day(as_of) + 1)


def load_calendar(engine, *, as_of):
    engine.load_frame("calendar", _calendar(as_of))


def event_rows(engine, cohort, *, as_of, groups=(), ages=()):
    """Build the table of cases and give its rows as dictionaries."""
    build_event_table(
        engine, cohort, as_of=date.fromisoformat(as_of), groups=groups, ages=ages
    )
    frame = engine.run("SELECT * FROM cohort_cases ORDER BY person, nth")
    frame = frame.astype(object).where(frame.notna(), None)
    return frame.to_dict("records")
