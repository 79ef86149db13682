"""Reading who may do what, and which agreements hold."""

from datetime import date

import pytest

from config.reading import ConfigurationRefused
from parcours.access.conventions import read_conventions
from parcours.access.failures import ConventionMissing
from parcours.access.policy import read_policy
from tests.record_house import CONFIG


ROLES = """
version: 1
roles:
  - {code: tester, label: {fr: t, en: t}}
operations:
"""
OPERATION = "  - {code: a.b, label: {fr: t, en: t}, touches: none, roles: {%s}}\n"


def policy(tmp_path, text):
    (tmp_path / "access.yaml").write_text(ROLES + text)
    return read_policy(tmp_path)


def test_the_shipped_policy_reads():
    shipped = read_policy(CONFIG)

    assert shipped.grant("operator", "intake.load") == "all"
    assert shipped.grant("policy_officer", "people.search") is None


def test_an_unlisted_operation_is_granted_to_nobody(tmp_path):
    assert policy(tmp_path, OPERATION % "tester: all").grant("tester", "c.d") is None


@pytest.mark.parametrize(
    "text",
    [
        OPERATION % "stranger: all",
        OPERATION % "tester: everything",
        OPERATION.replace("none", "secrets") % "tester: all",
        (OPERATION % "tester: all") * 2,
        (OPERATION % "tester: all").replace("touches", "touche"),
    ],
    ids=["role", "scope", "touches", "twice", "misspelt"],
)
def test_a_wrong_policy_is_refused_with_its_line(tmp_path, text):
    with pytest.raises(ConfigurationRefused) as refusal:
        policy(tmp_path, text)

    assert refusal.value.where.line is not None


@pytest.fixture
def conventions():
    return read_conventions(CONFIG)


def require(conventions, **changes):
    wish = {
        "direction": "intake",
        "organisation": "mission_locale",
        "template": "mission_locale",
        "on": date(2025, 9, 1),
    }
    return conventions.require(**wish | changes)


def test_an_agreement_in_force_is_found(conventions):
    assert require(conventions).code == "intake_mission_locale"


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation": "etude"},
        {"template": "liste_scolaire"},
        {"direction": "extract", "recipient": "mission_locale", "template": None},
        {"on": date(2023, 12, 31)},
        {"on": date(2031, 1, 1)},
    ],
    ids=str,
)
def test_without_an_agreement_nothing_passes(conventions, changes):
    with pytest.raises(ConventionMissing):
        require(conventions, **changes)


def test_an_agreement_holds_on_its_first_and_last_day(conventions):
    for day in (date(2024, 1, 1), date(2030, 12, 31)):
        require(conventions, on=day)


def test_columns_pass_by_name_by_table_or_all(conventions):
    extract = require(
        conventions, direction="extract", organisation=None, template=None
    )
    intake = require(conventions)

    assert extract.lets_through("situation_facts.starts")
    assert extract.lets_through("attributes.commune")
    assert not extract.lets_through("attributes.school")
    assert intake.lets_through("Nom de naissance")
    assert not intake.lets_through("N° Sécurité sociale")
