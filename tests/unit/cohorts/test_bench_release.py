"""What leaves the bench: rounded, cut, kept back, sealed, and written down."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.disclosure.bench import ReleasedTable, ReleasedTables, release_tables
from cohorts.disclosure.bench_parts import Changes, Means, Ratio, Ratios, Shares, Sizes
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.ledger import ReleaseLedger
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.workbench.failures import RulesChanged
from cohorts.workbench.release import MIMES, release_figures
from cohorts.workbench.states import follow_states
from config.translation import use_language
from parcours.access.failures import AccessDenied
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


RULES = Rules("1", 5, 11, 6, 11, True)
WHENCE = Provenance("d", "h", "e", "2025-01-01", "1")
SIDES = (40, 30, 20, 40, 30, 20)


def released(*parts, n=300, rules=RULES, disclosure="protected"):
    return release_tables(
        "states",
        parts,
        labels={},
        n=n,
        rules=rules,
        provenance=WHENCE,
        disclosure=disclosure,
    )


def ratios(*, sides=SIDES, n_events=100, n_coefficients=2):
    rows = (
        Ratio(("sex", "F"), 1.0, None, None, None, SIDES[:3], 40),
        Ratio(("sex", "M"), 1.23456, 0.81234, 1.87654, 0.34567, sides, 43),
    )
    return Ratios("ratios", ("term", "level"), rows, n_events, n_coefficients)


def shares(counts, **more):
    there = np.array(counts)
    followed = there.sum(axis=1)
    return Shares(
        key="occupation",
        states=tuple("abcd"[: there.shape[1]]),
        times=np.arange(len(there)),
        shares=there / followed[:, None],
        there=there,
        followed=followed,
        **more,
    )


def test_a_ratio_is_told_to_two_digits_and_its_persons_rounded():
    (table,) = released(ratios()).tables

    assert table.rows[1] == ("sex", "M", 1.23, 0.81, 1.88, 0.35, 42)


@pytest.mark.parametrize("place", range(len(SIDES)))
def test_a_ratio_with_few_on_any_side_is_not_told(place):
    sides = tuple(10 if k == place else n for k, n in enumerate(SIDES))

    (table,) = released(ratios(sides=sides)).tables

    assert table.rows[1][2:6] == (None, None, None, None)


def test_a_model_with_few_outcomes_per_coefficient_is_not_told():
    with pytest.raises(TooFew):
        released(ratios(n_events=21))


@given(st.integers(0, 10**6))
def test_a_released_share_stands_for_blocks_of_enough_persons(seed):
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, rng.integers(2, 60), (4, 4)).tolist()
    try:
        tables = released(shares(counts)).tables
    except TooFew:
        return

    for _group, time, state, share, _low, _high, followed in tables[0].rows:
        there = counts[time]["abcd".index(state)]
        assert sum(counts[time]) >= RULES.minimum_at_risk
        assert followed % RULES.rounding_base == 0
        if share is not None:
            assert there >= RULES.threshold_publication
            blocks = share * followed / RULES.rounding_base
            assert share == 1 or blocks == pytest.approx(round(blocks), abs=0.01)


def test_a_share_stops_where_few_are_followed():
    (table,) = released(shares([[30, 20], [20, 20], [6, 4], [30, 20]])).tables

    assert {row[1] for row in table.rows} == {0, 1}


def test_an_interval_is_widened_by_half_a_block():
    low, high = np.array([[0.4, 0.2]]), np.array([[0.7, 0.5]])
    (table,) = released(shares([[36, 24]], low=low, high=high)).tables

    assert table.rows[0][3:6] == (0.6, 0.35, 0.75)


def test_the_diversity_is_that_of_the_told_shares():
    found = released(shares([[36, 20, 3, 1]], entropy=True))

    assert found.table("entropy").rows[0][1] == round(
        -(0.6 * np.log(0.6) + 0.4 * np.log(0.4)) / np.log(4), 2
    )


def test_changes_that_few_persons_made_are_absent_and_so_is_what_would_tell_them():
    changes = np.array([[0, 40, 30], [4, 0, 18], [50, 0, 0]])
    persons = np.array([[0, 40, 30], [4, 0, 16], [5, 0, 0]])

    (table,) = released(Changes("changes", tuple("abc"), changes, persons)).tables

    assert table.rows == (("a", "b", 42, 0.58), ("a", "c", 30, 0.42))


def test_a_mean_time_moves_by_what_a_block_of_persons_weighs():
    part = Means(
        key="stays",
        states=("a", "b"),
        values=np.array([10.3, 13.7]),
        low=np.array([9.0, 12.0]),
        high=np.array([11.0, 15.0]),
        persons=np.array([100, 110]),
        n=144,
        reach=24.0,
    )

    (table,) = released(part).tables

    assert table.rows == (("a", 10.0, 8.5, 11.5), ("b", 14.0, 11.5, 15.5))


def test_a_small_type_takes_the_next_one_with_it():
    means = {"visited": np.array([1.234, 2.0, 3.0])}
    (table,) = released(Sizes("types", np.array([60, 20, 4]), means)).tables

    assert table.rows == (("1", 60, 0.71, 1.2),)


def test_public_data_leave_as_they_are():
    (table,) = released(
        Sizes("types", np.array([7, 2]), {}), disclosure="public_data"
    ).tables

    assert [row[1] for row in table.rows] == [7, 2]


def test_a_cohort_under_the_threshold_of_publication_is_refused():
    with pytest.raises(TooFew):
        released(ratios(), n=10)


def test_what_no_rule_covers_is_refused():
    with pytest.raises(NotProtectable):
        released(ratios(), disclosure="somehow")


def test_nobody_else_can_call_tables_released():
    table = ReleasedTable("ratios", ("n",), ((3,),))

    with pytest.raises(NotProtectable):
        ReleasedTables("states", (table,), {}, WHENCE, 300, "1")


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    opened = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def context(territory):
    return territory.context(territory.operator())


@pytest.fixture(scope="module")
def answer(context):
    return follow_states(context, name="raccrochage_large")


@pytest.fixture(autouse=True)
def french():
    use_language("fr")


@pytest.mark.parametrize("kind", MIMES)
def test_every_released_figure_is_a_file_of_each_kind(context, answer, kind):
    for table in answer.released.tables:
        file = release_figures(
            context, released=answer.released, table=table.key, kind=kind
        )

        assert file.content
        assert file.name.endswith(f"{table.key}.{kind}")
        assert file.mime == MIMES[kind]


def test_a_file_in_english_says_english_words(context, answer):
    file = release_figures(
        context,
        released=answer.released,
        table="occupation",
        kind="csv",
        language="en",
    )

    text = file.content.decode("utf-8-sig")
    head, *_rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head[:3] == ["Type", "Month", "Situation"]


def test_a_table_in_words_says_of_which_definition_extract_and_day_it_is(
    context, answer
):
    file = release_figures(context, released=answer.released, table="stays", kind="csv")

    text = file.content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head[-4:] == ["définition", "empreinte", "extrait", "connu au"]
    source = answer.released.provenance
    told = (source.definition, source.definition_hash, source.extract, source.as_of)
    assert {tuple(row[-4:]) for row in rows} == {told}


@pytest.mark.parametrize("table", ["stays", "occupation", "changes"])
def test_a_picture_says_of_which_definition_extract_and_day_it_is(
    context, answer, table
):
    file = release_figures(context, released=answer.released, table=table, kind="svg")

    text = file.content.decode("utf-8")
    said = re.search(r"<desc>(.*?)</desc>", text).group(1)
    source = answer.released.provenance
    for part in (source.definition_hash[:12], source.extract, source.as_of):
        assert part in said
        assert text.count(part) >= 2  # in its caption too


def test_parquet_says_where_its_figures_come_from(context, answer):
    file = release_figures(
        context, released=answer.released, table="occupation", kind="parquet"
    )

    table = pq.read_table(io.BytesIO(file.content))
    about = json.loads(table.schema.metadata[b"parcours"])
    assert about["provenance"]["definition_hash"] == answer.definition.hash
    assert about["provenance"]["extract"] == answer.manifest.extract
    assert set(table["situation"].to_pylist()) == set(answer.states)


def test_every_file_stands_in_the_ledger(territory, context, answer):
    release_figures(context, released=answer.released, table="stays", kind="csv")

    ledger = ReleaseLedger(f"sqlite:///{territory.folder / 'evaluation.db'}")
    last = ledger.releases()[-1]
    ledger.close()
    assert (last.grouping, last.definition) == ("states:stays", "raccrochage_large")


def test_an_answer_of_other_rules_does_not_leave(context, answer):
    old = replace(answer.released, rules_version="0")

    with pytest.raises(RulesChanged):
        release_figures(context, released=old, table="stays", kind="csv")


def test_who_may_not_export_gets_no_file(context, answer):
    worker = replace(context, principal=replace(context.principal, role="case_worker"))

    with pytest.raises(AccessDenied):
        release_figures(worker, released=answer.released, table="stays", kind="csv")
