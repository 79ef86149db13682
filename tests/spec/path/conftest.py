"""A chapter's table: facts as somebody would write them, and the spells they give."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest

from parcours.path.calendar import civil_date, day_number
from parcours.path.spell import Fact
from parcours.path.timeline import derive_spells


@dataclass(frozen=True)
class Rule:
    code: str
    precedence: int
    closes: frozenset = frozenset()
    validity_days: int | None = 180
    until_31_august: bool = False


SCHOOL = frozenset({"college", "lycee"})
RULES = [
    Rule("apprentissage", 3, SCHOOL | {"decroche", "job"}, 365),
    Rule("college", 4, SCHOOL | {"decroche"}, None, True),
    Rule("lycee", 4, SCHOOL | {"decroche"}, None, True),
    Rule("formation", 5, SCHOOL | {"decroche"}),
    Rule("job", 8, frozenset({"decroche"})),
    Rule("decroche", 20, SCHOOL | {"formation", "apprentissage"}),
    Rule("inconnue", 99),
]


@pytest.fixture
def spec_path():
    """Check the spells that a table of facts gives."""

    def check(*, facts, as_of, expected):
        spells = derive_spells(
            [_fact(row, n) for n, row in enumerate(_rows(facts))],
            nomenclature=SimpleNamespace(situations={r.code: r for r in RULES}),
            as_of=day_number(date.fromisoformat(as_of)),
        )
        shown = [
            {
                "situation": spell.situation,
                "from": civil_date(spell.starts).isoformat(),
                "until": civil_date(spell.ends - 1).isoformat(),
                "evidence": civil_date(spell.evidence).isoformat(),
            }
            for spell in spells
        ]
        wanted = _rows(expected)

        assert [{name: row[name] for name in wanted[0]} for row in shown] == wanted

    return check


def _rows(table):
    head, _rule, *lines = [line for line in table.splitlines() if line.strip()]
    names = [cell.strip() for cell in head.split("|")]
    return [
        dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True))
        for line in lines
    ]


def _fact(row, number):
    def day(name):
        text = row.get(name, "")
        return day_number(date.fromisoformat(text)) if text else None

    until = day("until")
    return Fact(
        fact=number,
        person=1,
        situation=row["situation"],
        starts=day("from"),
        ends=None if until is None else until + 1,
        verified=day("verified"),
        known=day("known") or day("from"),
    )
