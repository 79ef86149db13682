"""What the operations release: beside what they told, and under stricter rules."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from cohorts.building import preview_cohort
from cohorts.disclosure.reading import read_rules
from cohorts.indicating import read_all_indicators
from cohorts.indicators.of_head_counts import Counted
from cohorts.indicators.of_quality import Exact
from cohorts.operations import run_cohort
from cohorts.telling import told_quality, told_reach
from config.failure import Failure
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"
FIRST = "demonstration"
LEAST = 11


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    found = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    yield found
    found.close()


@pytest.fixture
def context(territory):
    return territory.context(territory.operator())


def another_extract(territory, name, *, as_of=None, changed=None):
    """Write the first extract again under another name, some of its tables changed."""
    source = territory.folder / "extracts" / FIRST
    target = territory.folder / "extracts" / name
    shutil.copytree(source, target)
    manifest = target / "manifest.json"
    fields = json.loads(manifest.read_text())
    fields |= {"extract": name, "as_of": as_of or fields["as_of"]}
    manifest.write_text(json.dumps(fields))
    with duckdb.connect() as engine:
        for path in sorted(source.glob("*.parquet")):
            rows = engine.read_parquet(str(path))
            made = (changed or {}).get("person" if "person" in rows.columns else "")
            made = (changed or {}).get(path.stem, made)
            if made:
                rows.project(made["columns"]).filter(made["where"]).write_parquet(
                    str(target / path.name)
                )
    return name


def without(persons):
    return {"person": {"columns": "*", "where": f"person NOT IN {persons}"}}


def some_of_the_cohort(territory, n):
    """Name persons who dropped out: as many as asked."""
    facts = territory.folder / "extracts" / FIRST / "situation_facts.parquet"
    with duckdb.connect() as engine:
        rows = engine.read_parquet(str(facts))
        found = rows.filter("situation = 'decroche'").project("person").distinct()
        return tuple(one for (one,) in found.order("person").fetchall())[:n]


def test_a_flow_is_told_again_while_a_few_young_people_are_gone(territory, context):
    before = run_cohort(context, name=COHORT, extract=FIRST)
    few = some_of_the_cohort(territory, 2)
    name = another_extract(territory, "after_two", changed=without(few))
    after = run_cohort(context, name=COHORT, extract=name)

    day = before.manifest.as_of.isoformat()
    assert before.flow.told_on == ""
    assert after.flow == replace(before.flow, told_on=day)
    assert after.released.as_dict() == before.released.as_dict()


def test_a_preview_is_in_the_ledger_like_the_cohort_it_becomes(territory, context):
    """Whom a draft keeps is a count like another: a few who left are not seen in it."""
    text = (territory.config / "cohorts" / f"{COHORT}.yaml").read_text("utf-8")
    before = preview_cohort(context, name=COHORT, text=text, extract=FIRST)
    few = some_of_the_cohort(territory, 3)
    name = another_extract(territory, "after_three", changed=without(few))
    after = preview_cohort(context, name=COHORT, text=text, extract=name)

    day = before.manifest.as_of.isoformat()
    assert after.flow == replace(before.flow, told_on=day)


def test_a_report_has_the_flow_under_the_threshold_of_publication(context):
    answer = run_cohort(context, name=COHORT, extract=FIRST)
    told = [one.persons.value for one in answer.published_flow.exits]

    assert answer.published_flow.base > answer.flow.base
    assert all(n is None or n - answer.published_flow.base // 2 >= LEAST for n in told)


def test_a_flow_is_told_anew_where_many_are_gone(territory, context):
    before = run_cohort(context, name=COHORT, extract=FIRST)
    many = some_of_the_cohort(territory, 40)
    name = another_extract(territory, "after_many", changed=without(many))
    after = run_cohort(context, name=COHORT, extract=name)

    assert after.flow.told_on == ""
    assert after.flow.persons < before.flow.persons


def test_head_counts_are_told_again_while_a_few_came(context):
    before = told_reach(context, {"A": Counted(62, 30, 62, 40, 62)}, about="c|2026")
    after = told_reach(context, {"A": Counted(63, 31, 63, 40, 63)}, about="c|2026")
    later = told_reach(context, {"A": Counted(80, 40, 80, 50, 80)}, about="c|2026")
    elsewhere = told_reach(context, {"A": Counted(63, 31, 63, 40, 63)}, about="c|2025")

    assert after == before
    assert later["A"].n.n > before["A"].n.n
    assert elsewhere["A"].n.n == 66


def test_what_rows_lack_is_told_again_while_a_few_came(context):
    first = told_quality(context, {"s": Exact(62, {"sex": 50}, 70, 3, days=4)})
    after = told_quality(context, {"s": Exact(63, {"sex": 50}, 71, 3, days=35)})
    later = told_quality(context, {"s": Exact(90, {"sex": 50}, 99, 3, days=2)})

    assert after["s"] == replace(first["s"], days=35)
    assert later["s"].n.n == 90


def rules(territory, **changed):
    """Change the territory's rules until the test ends."""
    path = territory.config / "disclosure.yaml"
    text = path.read_text(encoding="utf-8")
    for line in text.splitlines():
        key = line.partition(":")[0]
        if key in changed:
            text = text.replace(line, f"{key}: {changed[key]}")
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def as_shipped(territory):
    path = territory.config / "disclosure.yaml"
    text = path.read_text(encoding="utf-8")
    yield
    path.write_text(text, encoding="utf-8")


def told_of(figures, indicator, *, breakdown):
    return sum(one.is_told for one in figures.of(indicator, breakdown=breakdown))


@pytest.mark.usefixtures("as_shipped")
def test_a_threshold_is_raised_for_all_that_an_operation_releases(territory, context):
    rules(territory, threshold_publication=30, version='"stricter"')
    answer = read_all_indicators(context, extract=FIRST)

    told = [one for one in answer.figures.figures if one.is_told and one.n is not None]
    assert len(told) > 0
    assert answer.figures.threshold == 30
    assert min(one.n for one in told if one.indicator == "file_active") >= 30


@pytest.mark.usefixtures("as_shipped")
def test_no_operation_releases_under_a_lowered_threshold(territory, context):
    rules(territory, threshold_publication=10)
    with pytest.raises(Failure):
        read_all_indicators(context, extract=FIRST)
    with pytest.raises(Failure):
        run_cohort(context, name=COHORT, extract=FIRST)


@pytest.mark.usefixtures("as_shipped")
def test_a_group_of_one_organisation_is_hidden_by_the_operation(territory, context):
    """One organisation sees every girl, and no boy."""
    rules(territory, version='"anew"')
    persons = territory.folder / "extracts" / FIRST / "persons.parquet"
    with duckdb.connect() as engine:
        girls = engine.read_parquet(str(persons)).filter("sex = 'F'")
        known = tuple(one for (one,) in girls.project("person").fetchall())
    whose = f"CASE WHEN person IN {known} THEN 'only' ELSE organisation END"
    columns = f"* REPLACE ({whose} AS organisation)"
    changed = {"interventions": {"columns": columns, "where": "1 = 1"}}
    name = another_extract(territory, "girls_of_one", changed=changed)
    figures = read_all_indicators(context, extract=name).figures

    assert told_of(figures, "file_active", breakdown="") > 0
    assert told_of(figures, "file_active", breakdown="organisation") > 0
    assert told_of(figures, "file_active", breakdown="sex") == 0
    assert told_of(figures, "part_femmes", breakdown="") == 0


def test_nobody_and_everybody_are_not_told_by_the_operation(territory, context):
    """Every young person is seen by one organisation, none by several."""
    one = "* REPLACE ('only' AS organisation)"
    changed = {"interventions": {"columns": one, "where": "1 = 1"}}
    name = another_extract(territory, "only_one", changed=changed)
    answer = read_all_indicators(context, extract=name)

    own = [
        one
        for one in answer.figures.figures
        if one.indicator == "part_multi_structures" and one.breakdown != "organisation"
    ]
    assert len(own) > 0
    assert all(one.value is None for one in own)
    assert any(one.is_told for one in answer.figures.figures)


def test_rules_are_those_of_the_territory(territory):
    assert read_rules(territory.config).threshold_publication == LEAST
