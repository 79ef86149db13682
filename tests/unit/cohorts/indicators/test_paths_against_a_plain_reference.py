"""Situations on a day, days spent, exits: the engine equals loops over the spells."""

from datetime import date, timedelta

import pytest

from tests.spec.cohort.tables import day
from tests.unit.cohorts.indicators.tables import AS_OF
from tests.unit.cohorts.indicators.test_reach_against_a_plain_reference import (
    AFTER,
    bounds,
    done,
)


FAMILY = {
    "lycee": "formation",
    "formation_pro": "formation",
    "emploi_durable": "emploi",
    "emploi_transition": "emploi",
    "decroche": "sans_solution",
    "empechement": "empechement",
}
TOGETHER = {
    "sans_solution": "sans_solution_ou_empeche",
    "empechement": "sans_solution_ou_empeche",
}


def spells_of(invented, person):
    return [row for row in invented.spells if row["person"] == person]


def at(invented, person, on):
    """The situation that something established on that day or later."""
    for row in spells_of(invented, person):
        if row["starts"] <= on < row["ends"] and row["evidence"] >= on:
            return FAMILY.get(row["situation"])
    return None


@pytest.fixture(scope="session")
def dropouts(invented):
    """(person, origin) of the cohort of dropouts, by a loop over spells."""
    born = {r["person"]: r["birth_month"] for r in invented.tables["persons"]}
    found = []
    for person in born:
        origins = []
        for row in spells_of(invented, person):
            before = [
                r for r in spells_of(invented, person) if r["ends"] == row["starts"]
            ]
            if row["situation"] != "decroche" or not before:
                continue
            past = before[0]
            if past["situation"] == "inconnue":
                older = [
                    r
                    for r in spells_of(invented, person)
                    if r["ends"] == past["starts"]
                ]
                past = older[0] if older else past
            if past["situation"] != "lycee" or row["ends"] - row["starts"] < 30:
                continue
            starts = date(1970, 1, 1) + timedelta(days=row["starts"])
            if (6, 15) <= (starts.month, starts.day) <= (8, 31):
                starts = date(starts.year, 9, 15)
            origin = day(starts.isoformat())
            months = starts.year * 12 + starts.month - 1 - born[person]
            if row["ends"] > origin and months >= 16 * 12:
                origins.append(origin)
        if origins:
            found.append((person, min(origins)))
    return found


def test_the_cohort_of_the_reference_is_that_of_the_engine(invented, dropouts):
    figure = invented.set.one(
        "taux_raccrochage", breakdown="", variant="wide", months=3
    )

    assert figure.n == len(dropouts)
    assert len(dropouts) >= 10


@pytest.mark.parametrize("months", [6, 12, 18, 24])
def test_situations_on_a_day_are_shares_of_those_known_that_day(
    invented, dropouts, months
):
    days = {6: 183, 12: 365, 18: 548, 24: 731}[months]
    reached = [(p, o) for p, o in dropouts if o + days <= AFTER - 1]
    known = [x for p, o in reached if (x := at(invented, p, o + days))]
    figures = {
        f.part: f.value
        for f in invented.set.of("situation_a_date", breakdown="", months=months)
    }

    assert figures.pop("coverage") == pytest.approx(len(known) / len(reached))
    assert sum(figures.values()) == pytest.approx(1)
    for part, share in figures.items():
        own = [
            x
            for x in known
            if part in (x, TOGETHER.get(x))
            or (part == "en_solution" and x in ("formation", "emploi"))
        ]
        assert share == pytest.approx(len(own) / len(known)), part


def overlap(row, first, last):
    ends = min(row["ends"], row["evidence"] + 1, last)
    return range(max(row["starts"], first), max(ends, max(row["starts"], first)))


@pytest.mark.parametrize("months", [6, 12, 24])
def test_time_without_a_solution_is_a_share_of_observed_days(
    invented, dropouts, months
):
    days = {6: 183, 12: 365, 24: 731}[months]
    neet = observed = 0
    for person, origin in dropouts:
        for row in spells_of(invented, person):
            spent = len(overlap(row, origin, origin + days))
            if row["situation"] == "decroche":
                neet += spent
            if FAMILY.get(row["situation"]) not in (None, "empechement"):
                observed += spent

    figure = invented.set.one("duree_neet", breakdown="", months=months)
    assert figure.value == pytest.approx(months * neet / observed, abs=0.005)


def test_continuity_counts_each_covered_day_once(invented, dropouts):
    covered = observed = 0
    for person, origin in dropouts:
        supported = set()
        for row, until in done(invented.tables):
            if row["person"] == person:
                supported.update(range(row["starts"], until))
        for row in spells_of(invented, person):
            if FAMILY.get(row["situation"]) in (None, "empechement"):
                continue
            days = overlap(row, origin, origin + 365)
            observed += len(days)
            covered += sum(
                row["situation"] != "decroche" or on in supported for on in days
            )

    figure = invented.set.one("continuite", breakdown="", months=12)
    assert figure.value == pytest.approx(covered / observed, abs=0.005)


def test_the_training_duty_is_counted_at_16_and_17(invented):
    met = observed = 0
    known_from = min(r["starts"] for r in invented.tables["windows"])
    for row in invented.tables["persons"]:
        month = row["birth_month"] + 16 * 12
        first = day(f"{month // 12}-{month % 12 + 1:02d}-01")
        if first < known_from:  # turned 16 before anything is known
            continue
        for spell in spells_of(invented, row["person"]):
            situation = invented.words.situations[spell["situation"]]
            spent = len(overlap(spell, first, first + 730))
            met += spent if situation.training_duty is True else 0
            observed += spent if situation.training_duty is not None else 0

    figure = invented.set.one("obligation_formation", breakdown="")
    assert figure.value == pytest.approx(met / observed, abs=0.005)


def test_exits_are_the_last_of_each_young_person_and_neutral_ones_left_out(invented):
    starts, ends = bounds("2022-2026")
    last = {}
    for row, _until in done(invented.tables):
        neutral = row["end_reason"] in ("deces", "demenagement")
        if row["modality"] != "individual" or row["ends"] is None or neutral:
            continue
        if starts < row["ends"] <= ends:
            last[row["person"]] = max(last.get(row["person"], 0), row["ends"])
    figures = list(
        invented.set.of("sorties_dynamiques", breakdown="", period="2022-2026")
    )

    assert {figure.n for figure in figures} == {len(last)}
    lasting = [
        person
        for person, on in last.items()
        if any(
            s["situation"] == "emploi_durable" and s["starts"] <= on < s["ends"]
            for s in spells_of(invented, person)
        )
    ]
    durable = next(f for f in figures if f.part == "durable")
    assert durable.value == pytest.approx(len(lasting) / len(last))


def rates_at(invented, months):
    return [
        invented.set.one(
            "taux_raccrochage",
            breakdown="sex",
            group=sex,
            variant="wide",
            months=months,
        )
        for sex in ("F", "M")
    ]


def test_the_gap_is_the_difference_of_the_two_rates_of_the_longest_horizon(invented):
    gap = invented.set.one("ecart_fh_qpv", breakdown="sex", variant="wide")
    told = [
        months
        for months in (12, 6, 3)
        if all(rate.is_told for rate in rates_at(invented, months))
    ]
    girls, boys = rates_at(invented, told[0])

    assert gap.months == told[0]
    assert gap.value == pytest.approx(girls.value - boys.value)
    assert gap.low < gap.value < gap.high


def test_the_day_of_knowledge_stands_in_the_set(invented):
    assert invented.set.as_of == AS_OF.isoformat()
