"""`parcours report` and `cohort rerun`, on a real small territory."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    return copy_demonstration(tmp_path_factory).folder


@pytest.fixture
def command(parcours, territory):
    return lambda *words: parcours(*words, "--dir", territory)


@pytest.fixture(scope="module")
def written():
    """The result file of a cohort, by its name, once it was written."""
    return {}


@pytest.fixture
def result(command, written, tmp_path):
    if not written:
        command("cohort", "run", COHORT, "--group", "sex", "--out", tmp_path / "out")
        (made,) = (tmp_path / "out").glob("*.resultat.json")
        written[made.name] = made.read_bytes()
    ((name, content),) = written.items()
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def last_line(territory):
    with closing(sqlite3.connect(territory / "record.db")) as record:
        words = "SELECT operation, about, decision FROM audit_line ORDER BY seq DESC"
        return record.execute(words).fetchone()


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF-"), ("html", b"<!DOC")])
def test_a_report_is_written_and_noted(command, territory, tmp_path, ending, start):
    out = tmp_path / f"bilan.{ending}"
    status, said, _err = command("report", COHORT, "--group", "sex", "--out", out)

    assert (status, said) == (0, f"Rapport écrit : bilan.{ending}\n")
    assert out.read_bytes().startswith(start)
    assert last_line(territory)[:2] == ("cohort.report", COHORT)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_report_in_english_is_in_english_whatever_the_command_speaks(
    command, tmp_path
):
    out = tmp_path / "bilan.html"
    _status, said, _err = command("report", COHORT, "--out", out, "--language", "en")

    assert '<html lang="en">' in out.read_text("utf-8")
    assert said.startswith("Rapport")


def test_a_report_that_cannot_be_written_leaves_nothing(command, tmp_path):
    absent = tmp_path / "absent" / "bilan.html"
    status, _said, err = command("report", COHORT, "--out", absent)

    assert status == 1
    assert err.startswith("PARCOURS-003  bilan.html")


def test_another_ending_is_wrong_use(command, tmp_path):
    status, _said, err = command("report", COHORT, "--out", tmp_path / "bilan.docx")

    assert status == 2
    assert "--out" in err
    assert not list(tmp_path.iterdir())


def test_an_unknown_cohort_is_refused_and_nothing_is_written(command, tmp_path):
    status, _said, err = command("report", "absente", "--out", tmp_path / "b.pdf")

    assert (status, err[:10]) == (1, "COHORT-001")
    assert not list(tmp_path.iterdir())


def test_a_result_is_computed_again_to_the_same_digits(command, result, territory):
    status, said, _err = command("cohort", "rerun", result, "--json")
    answer = json.loads(said)

    assert status == 0
    assert answer["same"]
    assert answer["numbers"] > 100
    assert answer["changes"] == []
    assert last_line(territory)[:2] == ("cohort.rerun", COHORT)


def test_rules_that_changed_since_are_named_and_the_digits_stay(
    command, result, territory
):
    rules = territory / "config" / "dropout_rules.yaml"
    former = rules.read_text("utf-8")
    version = json.loads(result.read_text())["rules"]["dropout_version"]
    rules.write_text(
        former.replace(f"version: {version}", f"version: {version + 1}", 1).replace(
            "grace_days: 30", "grace_days: 90", 1
        ),
        "utf-8",
    )
    try:
        status, said, _err = command("cohort", "rerun", result, "--json")
    finally:
        rules.write_text(former, "utf-8")
    answer = json.loads(said)

    assert (status, answer["same"]) == (0, True)
    assert {one["what"] for one in answer["changes"]} == {"dropout_rules", "definition"}


def test_an_extract_made_anew_is_named(command, result, territory):
    folder = territory / "extracts"
    (name,) = {path.name for path in folder.iterdir() if path.is_dir()}
    facts = folder / name / "attributes.parquet"
    former = facts.read_bytes()
    import pyarrow.parquet as pq

    table = pq.read_table(facts)
    pq.write_table(table.slice(0, 0), facts)
    try:
        _status, said, _err = command("cohort", "rerun", result, "--json")
    finally:
        facts.write_bytes(former)

    assert "table:attributes" in {one["what"] for one in json.loads(said)["changes"]}


def test_a_result_that_was_touched_is_refused(command, result):
    result.write_text(result.read_text().replace('"as_of"', '"as_off"', 1))
    status, _said, err = command("cohort", "rerun", result)

    assert (status, err[:10]) == (1, "REPORT-004")


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF-"), ("html", b"<!DOC")])
def test_the_report_of_the_contract_is_written_twice_the_same(
    command, territory, tmp_path, ending, start
):
    out = tmp_path / f"contrat.{ending}"
    status, _said, _err = command("report", "--contract", "-", "--out", out)
    first = out.read_bytes()
    command("report", "--contract", "-", "--out", out)

    assert (status, out.read_bytes()) == (0, first)
    assert first.startswith(start)
    assert last_line(territory)[0] == "report.contract"


def test_the_report_of_an_action_tells_its_participations(command, tmp_path):
    out = tmp_path / "cinema.html"
    status, _said, _err = command("report", "--action", "CINEMA", "--out", out)

    assert status == 0
    assert "Dépense par participation" in out.read_text("utf-8")


@pytest.mark.parametrize(
    "words", [("--action", "AUCUNE"), ("--contract", "-", "--year", "1999")]
)
def test_a_report_of_nothing_says_so_and_writes_nothing(command, tmp_path, words):
    status, _said, err = command("report", *words, "--out", tmp_path / "x.html")

    assert status == 1
    assert "REPORT-005" in err
    assert not list(tmp_path.iterdir())


def test_a_report_is_of_one_thing(command, tmp_path):
    words = (COHORT, "--contract", "-", "--out", tmp_path / "x.html")

    assert command("report", *words)[0] == 2
