"""The measured quality of links: what a judged sample says, and of whom nothing."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlmodel import col, select
from typer.testing import CliRunner

from commands.main import app
from parcours.access.failures import AccessDenied
from parcours.matching.quality import (
    answer_audit,
    draw_sample,
    estimate_quality,
    read_audit_pairs,
    read_quality,
    take_back_audit,
)
from parcours.matching.sampling import Stratum, precision, recall
from parcours.record.models import AuditLine
from pseudonymisation.auditing import AuditCell, Audited
from pseudonymisation.failures import NothingToTakeBack
from tests.record_house import add_account
from tests.unit.pseudonymisation.conftest import someone
from tests.unit.pseudonymisation.test_auditing import young


def cell(kind, band, organisation, year, pairs, judged=0, same=0, **more):
    return AuditCell(
        kind=kind,
        band=band,
        organisation=organisation,
        year=year,
        pairs=pairs,
        score=more.get("score", band + 0.0005),
        judged=judged,
        same=same,
        waiting=more.get("waiting", 0),
    )


def quality(*cells):
    return estimate_quality(Audited(datetime(2026, 1, 5, tzinfo=UTC), cells))


def test_without_a_sample_nothing_is_known():
    found = estimate_quality(None)

    assert found.drawn_at is None
    assert found.whole.precision is None
    assert found.by_organisation == found.by_year == found.bands == ()


def test_the_whole_is_the_sum_of_its_strata():
    found = quality(
        cell("linked", 0.999, "club", 2025, 600, 30, 30),
        cell("linked", 0.999, "college", 2025, 400, 20, 20),
        cell("linked", 0.9, "club", 2025, 100, 25, 20),
        cell("near", 0.1, "club", 2025, 300, 50, 5),
    ).whole
    linked = [Stratum(1000, 50, 50), Stratum(100, 25, 20)]

    assert found.links == 1100
    assert found.precision == precision(linked)
    assert found.recall == recall(linked, [Stratum(300, 50, 5)])


def test_an_organisation_answers_for_its_own_pairs():
    found = quality(
        cell("linked", 0.999, "club", 2025, 600, 30, 15),
        cell("linked", 0.999, "college", 2025, 400, 20, 20),
    )
    club, college = found.by_organisation

    assert (club.group, college.group) == ("club", "college")
    assert club.precision.high < 0.7 < college.precision.low


def test_of_an_organisation_that_nobody_judged_nothing_is_said():
    found = quality(
        cell("linked", 0.999, "club", 2025, 600, 30, 27),
        cell("linked", 0.999, "college", 2025, 400),
    )

    assert found.by_organisation[1].precision is None


def test_where_a_stratum_was_not_judged_the_others_share_stands_without_certainty():
    found = quality(
        cell("linked", 0.999, "club", 2025, 600, 30, 27),
        cell("linked", 0.999, "college", 2025, 300),
        cell("linked", 0.99, "college", 2025, 100, 10, 10),
    )
    college = found.by_organisation[1].precision

    assert college.estimate == pytest.approx(0.75 * 0.9 + 0.25)
    assert college.low < 0.3
    assert college.high > 0.95


def test_a_group_of_few_links_is_not_told():
    found = quality(
        cell("linked", 0.999, "club", 2024, 600, 30, 27),
        cell("linked", 0.999, "college", 2025, 10, 10, 9),
    )

    assert [one.group for one in found.by_organisation] == ["club"]
    assert [one.group for one in found.by_year] == ["2024"]


def test_calibration_sets_what_was_said_beside_what_was_seen():
    found = quality(
        cell("linked", 0.5, "club", 2025, 100, 50, 30, score=0.8),
        cell("asked", 0.5, "club", 2025, 300, 50, 20, score=0.6),
        cell("linked", 0.9, "club", 2025, 100, score=0.95),
    ).bands

    assert [(band.low, band.high) for band in found] == [(0.5, 0.9), (0.9, 1.0)]
    assert found[0].predicted == pytest.approx(0.65)
    assert found[0].observed.estimate == pytest.approx(0.25 * 0.6 + 0.75 * 0.4)
    assert found[1].observed is None


@pytest.fixture
def house(territory):
    """A territory whose vault knows twelve young people from two sides, and twins."""
    rows = [
        [young(n) for n in range(12)],
        [young(n, organisation="club") for n in range(12)],
        [someone(), someone(given_names="Zorette", organisation="club")],
    ]
    for some in rows:
        with territory.desk.intent(kind="test", author="zoe") as intent:
            territory.desk.admit(some, intent=intent)
            intent.prepare()
            intent.finish()
    return territory


def acting(territory, role):
    return territory.context(add_account(territory.record, role=role))


def test_pairs_are_drawn_judged_and_counted(house):
    reviewer, operator = acting(house, "reviewer"), house.context(house.operator())
    drawn = draw_sample(
        operator, desk=house.desk, each=50, rng=np.random.default_rng(1)
    )
    for pair in read_audit_pairs(reviewer, desk=house.desk, most=100):
        same = pair.one.birth_name == pair.other.birth_name
        twins = pair.one.given_names != pair.other.given_names
        verdict = "same" if same and not twins else "different"
        answer_audit(reviewer, desk=house.desk, number=pair.number, verdict=verdict)
    found = read_quality(operator, desk=house.desk)

    assert drawn == found.whole.judged
    assert found.waiting == 0
    assert found.whole.precision.estimate == found.whole.precision.low == 1
    assert found.whole.recall.estimate == 1


def test_every_step_leaves_a_line_and_no_name(house):
    reviewer = acting(house, "reviewer")
    draw_sample(reviewer, desk=house.desk, each=1, rng=np.random.default_rng(1))
    read_audit_pairs(reviewer, desk=house.desk)
    with house.record.read() as session:
        rows = session.exec(select(AuditLine).order_by(col(AuditLine.seq))).all()
        said = " ".join(str(row.model_dump()) for row in rows)

    assert "linkage.draw_sample" in said
    assert "matching.audit_pairs" in said
    assert "Zz" not in said


@pytest.mark.parametrize("role", ["evaluator", "operator", "case_worker"])
def test_only_reviewers_see_the_pairs(house, role):
    with pytest.raises(AccessDenied):
        read_audit_pairs(acting(house, role), desk=house.desk)


def test_the_command_draws_and_tells(house):
    folder = str(house.folder)
    words = ["--dir", folder, "linkage", "quality"]
    before = CliRunner().invoke(app, words, catch_exceptions=False)
    told = CliRunner().invoke(
        app, [*words, "--draw", "3", "--seed", "1", "--json"], catch_exceptions=False
    )
    text = CliRunner().invoke(app, words, catch_exceptions=False)
    fields = json.loads(told.stdout)

    assert "Aucune paire" in before.stdout
    assert (before.exit_code, told.exit_code, text.exit_code) == (0, 0, 0)
    assert fields["links"] == 12
    assert fields["waiting"] > 0
    assert fields["precision"] is fields["recall"] is None
    assert [one["group"] for one in fields["by_organisation"]] == ["club"]
    assert fields["calibration"]
    assert "en attente" in text.stdout
    assert "Zz" not in told.stdout + text.stdout


def test_a_wrong_judgement_is_taken_back_once_and_by_its_author_only(house):
    one, other = acting(house, "reviewer"), house.context(house.operator())
    draw_sample(one, desk=house.desk, each=2, rng=np.random.default_rng(1))
    (pair,) = read_audit_pairs(one, desk=house.desk, most=1)
    answer_audit(one, desk=house.desk, number=pair.number, verdict="same")
    with pytest.raises(AccessDenied):
        take_back_audit(other, desk=house.desk)
    assert take_back_audit(one, desk=house.desk) == pair.number
    with pytest.raises(NothingToTakeBack):
        take_back_audit(one, desk=house.desk)
    (again,) = read_audit_pairs(one, desk=house.desk, most=1)

    assert again.number == pair.number
    assert read_quality(one, desk=house.desk).whole.judged == 0


def test_whose_names_were_shown_is_written_in_the_audit(house):
    reviewer = acting(house, "reviewer")
    draw_sample(reviewer, desk=house.desk, each=50, rng=np.random.default_rng(1))
    pairs = read_audit_pairs(reviewer, desk=house.desk, most=100)
    with house.record.read() as session:
        query = select(AuditLine).where(AuditLine.operation == "matching.audit_pairs")
        lines = session.exec(query.order_by(col(AuditLine.seq))).all()
        shown = lines[-1].about.split(",")

    assert len(set(shown)) == len({p for pair in pairs for p in pair.persons})
    assert lines[-1].n_results == len(shown)


def test_a_group_is_named_as_people_know_it():
    cells = (cell("linked", 0.999, "club", 2025, 600, 30, 27),)
    audited = Audited(datetime(2026, 1, 5, tzinfo=UTC), cells)
    found = estimate_quality(audited, names={"club": "Club des Tilleuls"})

    assert found.by_organisation[0].name == "Club des Tilleuls"


def test_pairs_are_judged_and_taken_back_by_command(house):
    add_account(house.record, role="reviewer", login="rose")

    def run(*words):
        words = ["--dir", str(house.folder), "--as", "rose", "linkage", *words]
        return CliRunner().invoke(app, words)

    run("quality", "--draw", "2", "--seed", "1")
    before = json.loads(run("judge", "--json").stdout)["waiting"]
    said = json.loads(run("judge", "1", "same", "--json").stdout)
    taken = json.loads(run("judge", "--take-back", "--json").stdout)

    assert said == {"pair": 1, "waiting": before - 1}
    assert taken == {"pair": 1, "waiting": before}
    assert run("judge", "1").exit_code == 2
    assert "Zz" not in run("judge", "1", "different").stdout
