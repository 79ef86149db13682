"""The SQL text, on two engines, equals the rules applied day by day."""

import random
from dataclasses import astuple, dataclass, replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engines.duckdb import DuckDB
from parcours.engines.sqlite import SQLite
from parcours.path.spell import Fact
from parcours.path.timeline import create_spells, derive_spells, fact_table, load_rules
from tests.properties.effort import tries
from tests.properties.reference_path import reference_spells


GREGORIAN_CYCLE_DAYS = 146_097  # 400 years: the calendar repeats exactly
AS_OF = 20_400
EARLIEST = AS_OF - 520


@dataclass(frozen=True)
class Rule:
    code: str
    precedence: int
    closes: frozenset
    validity_days: int | None
    until_31_august: bool


RULES = {
    rule.code: rule
    for rule in [
        Rule("apprentissage", 3, frozenset({"lycee", "decroche"}), 365, False),
        Rule("lycee", 4, frozenset({"lycee", "sre", "decroche"}), None, True),
        Rule("sre", 4, frozenset({"lycee", "decroche"}), None, True),
        Rule("job", 8, frozenset({"job"}), 30, False),
        Rule("service", 8, frozenset(), None, False),
        Rule("decroche", 20, frozenset({"lycee", "sre", "apprentissage"}), 180, False),
        Rule("eclair", 2, frozenset(), 1, False),
        Rule("inconnue", 99, frozenset({"job"}), 180, False),
    ]
}
NOMENCLATURE = SimpleNamespace(situations=RULES)

close_days = st.integers(EARLIEST, EARLIEST + 12)
days = st.one_of(close_days, st.integers(EARLIEST, AS_OF + 40))


@st.composite
def territories(draw):
    drawn = st.builds(
        Fact,
        fact=st.just(0),
        person=st.integers(1, 3),
        situation=st.sampled_from(sorted(RULES)),
        starts=days,
        ends=st.none() | days,
        verified=st.none() | days,
        known=st.integers(EARLIEST, EARLIEST + 3) | st.integers(EARLIEST, AS_OF),
    )
    facts = draw(st.lists(drawn, min_size=1, max_size=12))
    return [replace(fact, fact=n) for n, fact in enumerate(facts)]


@pytest.fixture(scope="module", params=[SQLite, DuckDB])
def engine(request):
    with request.param() as opened:
        load_rules(opened, nomenclature=NOMENCLATURE, first=EARLIEST, last=AS_OF)
        yield opened


@pytest.fixture(scope="module")
def sqlite():
    with SQLite() as opened:
        load_rules(opened, nomenclature=NOMENCLATURE, first=EARLIEST, last=AS_OF)
        yield opened


def rows(engine, facts, *, as_of=AS_OF, facts_per_chunk=1000):
    engine.load_frame("facts", fact_table(facts))
    create_spells(engine, as_of=as_of, facts_per_chunk=facts_per_chunk)
    table = engine.run("SELECT * FROM spells ORDER BY person, spell")
    return list(table.itertuples(index=False, name=None))


def random_territory(rng, *, n_persons, n_facts):
    codes = sorted(RULES)

    def some_day(share_open):
        if rng.random() < share_open:
            return None
        return rng.choice([EARLIEST + rng.randrange(15), rng.randint(EARLIEST, AS_OF)])

    return [
        Fact(
            fact=n,
            person=rng.randint(1, n_persons),
            situation=rng.choice(codes),
            starts=some_day(0),
            ends=some_day(0.6),
            verified=some_day(0.5),
            known=some_day(0),
        )
        for n in range(n_facts)
    ]


@given(facts=territories())
@tries(100)
def test_sqlite_gives_what_the_rules_say_day_by_day(sqlite, facts):
    expected = reference_spells(facts, situations=RULES, as_of=AS_OF)

    assert rows(sqlite, facts) == expected


def test_each_engine_gives_what_the_rules_say_day_by_day_for_many_persons(engine):
    facts = random_territory(random.Random(7), n_persons=250, n_facts=2_000)
    expected = reference_spells(facts, situations=RULES, as_of=AS_OF)

    assert rows(engine, facts, facts_per_chunk=700) == expected


@given(facts=territories())
@tries(50)
def test_duckdb_gives_what_the_rules_say_day_by_day(facts):
    expected = reference_spells(facts, situations=RULES, as_of=AS_OF)
    with DuckDB(threads=1) as engine:
        spells = derive_spells(
            facts, nomenclature=NOMENCLATURE, as_of=AS_OF, engine=engine
        )

    assert [astuple(spell) for spell in spells] == expected


@given(facts=territories(), as_of=st.integers(EARLIEST, AS_OF))
@tries(60)
def test_any_past_day_gives_what_the_rules_say(sqlite, facts, as_of):
    told_by_then = [f for f in facts if f.known <= as_of]
    expected = reference_spells(told_by_then, situations=RULES, as_of=as_of)

    assert rows(sqlite, told_by_then, as_of=as_of) == expected


@given(facts=territories())
@tries(60)
def test_spells_tile_the_days_from_the_first_fact_through_the_as_of_day(sqlite, facts):
    spells = rows(sqlite, facts)

    for person in {spell[0] for spell in spells}:
        own = [spell for spell in spells if spell[0] == person]
        valid = [f for f in facts if f.ends is None or f.ends > f.starts]
        assert own[0][3] == min(f.starts for f in valid if f.person == person)
        assert own[-1][4] == AS_OF + 1
        for before, after in pairwise(own):
            assert before[4] == after[3]
            assert before[2] != after[2]
        for _person, _spell, _situation, starts, ends, evidence in own:
            assert starts <= evidence < ends


@given(facts=territories(), cycles=st.sampled_from([-1, 1, 2]))
@tries(30)
def test_a_shift_by_whole_calendar_cycles_only_shifts_the_spells(facts, cycles):
    shift = cycles * GREGORIAN_CYCLE_DAYS
    here = derive_spells(facts, nomenclature=NOMENCLATURE, as_of=AS_OF)
    there = derive_spells(
        [shifted(f, shift) for f in facts],
        nomenclature=NOMENCLATURE,
        as_of=AS_OF + shift,
    )

    assert there == [
        replace(
            spell,
            starts=spell.starts + shift,
            ends=spell.ends + shift,
            evidence=spell.evidence + shift,
        )
        for spell in here
    ]


def shifted(fact, days):
    return replace(
        fact,
        starts=fact.starts + days,
        ends=None if fact.ends is None else fact.ends + days,
        verified=None if fact.verified is None else fact.verified + days,
        known=fact.known + days,
    )


@given(facts=territories(), order=st.randoms(use_true_random=False))
@tries(30)
def test_row_order_and_duplicates_change_nothing(sqlite, facts, order):
    shuffled = [*facts, *facts[:3]]
    order.shuffle(shuffled)

    assert rows(sqlite, shuffled) == rows(sqlite, facts)


@given(facts=territories())
@tries(30)
def test_persons_do_not_depend_on_each_other(sqlite, facts):
    together = rows(sqlite, facts)
    apart = [
        row
        for person in sorted({f.person for f in facts})
        for row in rows(sqlite, [f for f in facts if f.person == person])
    ]

    assert together == apart


@given(facts=territories(), facts_per_chunk=st.integers(1, 5))
@tries(30)
def test_an_extract_in_chunks_gives_the_same_spells_as_one_fiche(
    sqlite, facts, facts_per_chunk
):
    fiche = derive_spells(facts, nomenclature=NOMENCLATURE, as_of=AS_OF)

    assert rows(sqlite, facts, facts_per_chunk=facts_per_chunk) == [
        astuple(spell) for spell in fiche
    ]


@given(facts=territories(), as_of=st.integers(EARLIEST, AS_OF - 1))
@tries(30)
def test_facts_that_start_later_do_not_change_an_earlier_day(sqlite, facts, as_of):
    by_then = [f for f in facts if f.starts <= as_of]

    assert rows(sqlite, by_then, as_of=as_of) == rows(sqlite, facts, as_of=as_of)
