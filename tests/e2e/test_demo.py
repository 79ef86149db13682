"""The demonstration, whole: files, intake, extract, cohort, sign-ins."""

import json

import pytest
from typer.testing import CliRunner

from commands.main import app
from commands.opening import instant
from parcours.caseload.operations import read_caseload
from parcours.matching.operations import answer_question, list_questions
from parcours.territory.opening import Territory
from tests.demonstration_house import YOUNG, copy_demonstration, run_demo


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    made = copy_demonstration(tmp_path_factory)
    return made.folder, made


@pytest.fixture(scope="module")
def answer(first):
    _folder, result = first
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_the_answer_has_its_stable_names(answer):
    assert set(answer) == {
        "young",
        "facts",
        "files",
        "refused_rows",
        "linkage",
        "reengagement",
        "seconds",
    }
    assert (answer["young"], answer["files"]) == (YOUNG, 5)
    assert set(answer["linkage"]) == {"precision", "recall", "to_review"}
    assert [at["horizon_months"] for at in answer["reengagement"]] == [3, 6, 12, 24]
    assert set(answer["seconds"]) == {"generate", "intake", "extract", "estimate"}


def test_records_are_brought_together_rightly(answer):
    assert answer["linkage"]["precision"] >= 0.995
    assert answer["linkage"]["recall"] >= 0.85


def test_the_questions_told_are_those_that_a_reviewer_meets(first, answer):
    folder, _result = first
    territory = Territory.open(folder, environ={}, now=instant)
    reviewer = territory.context(territory.acting_as("verification"))
    waiting = list_questions(reviewer, desk=territory.desk)
    territory.close()

    assert answer["linkage"]["to_review"] == len(waiting) > 0


def test_two_reviewers_together_can_join_perhaps_twins(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    territory = Territory.open(folder, environ={}, now=instant)
    one, other = (
        territory.context(territory.acting_as(login))
        for login in ("verification", "relecture")
    )
    both = list_questions(one, desk=territory.desk)
    assert both == list_questions(other, desk=territory.desk)
    twins = next(question for question in both if question.two_needed)
    said = [
        answer_question(who, desk=territory.desk, ref=twins.ref, answer="same")
        for who in (one, other)
    ]
    territory.close()

    assert said == ["second_needed", "joined"]


def test_intake_met_dirt_and_kept_the_rest(answer):
    assert answer["refused_rows"] >= 1
    assert answer["facts"] > 5 * YOUNG


def test_estimates_rise_and_stand_within_their_intervals(answer):
    estimates = [at["estimate"] for at in answer["reengagement"]]

    assert estimates == sorted(estimates)
    for at in answer["reengagement"]:
        assert 0 <= at["low"] <= at["estimate"] <= at["high"] <= 1
        assert 0 < at["truth"] < 1


def test_the_truth_is_not_in_the_territory(first):
    folder, _result = first

    assert not [path for path in folder.rglob("*") if "truth" in path.name]


def test_the_case_worker_has_a_caseload_and_the_extract_is_there(first, answer):
    folder, _result = first
    territory = Territory.open(folder, environ={}, now=instant)
    worker = territory.context(territory.acting_as("conseil"))
    cards = read_caseload(worker, desk=territory.desk)
    territory.close()

    assert 10 <= len(cards) <= 40
    assert (folder / "extracts" / "demonstration" / "manifest.json").is_file()


def test_a_second_run_takes_it_up_again_with_fresh_sign_ins(first, answer):
    folder, result = first
    again = run_demo(folder)

    assert again.exit_code == 0
    assert "conseil2 / " in again.stdout
    assert "conseil / " in result.stderr


@pytest.mark.parametrize("before", [True, False])
def test_a_folder_that_is_no_demonstration_is_left_alone(tmp_path, before):
    (tmp_path / "lettre.txt").write_text("à garder")
    place = ["--dir", str(tmp_path)]
    words = [*place, "demo"] if before else ["demo", *place]

    result = CliRunner().invoke(app, [*words, "--no-serve"], catch_exceptions=True)

    assert result.exit_code != 0
    assert (tmp_path / "lettre.txt").read_text() == "à garder"
