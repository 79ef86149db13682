"""A definition that would make an answer ambiguous is refused, with its line."""

from pathlib import Path

import pytest

import config
from cohorts.definition.dropout_rules import dropout_rules_from, read_dropout_rules
from cohorts.definition.from_yaml import (
    definition_from,
    read_definition,
    read_definitions,
)
from cohorts.definition.language import Summer, horizons_on
from config.reading import ConfigurationRefused, read_yaml_text
from parcours.nomenclature import read_nomenclature
from tests.spec.cohort.tables import RULES_TEXT, definition, rules


SHIPPED = Path(config.__file__).parent
TEXT = """\
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - code: retour
    label: {fr: "retour", en: "return"}
    reengagement: strict
competing:
  - code: emploi
    label: {fr: "emploi", en: "job"}
    situations: [emploi]
censoring: {follow_up: [demenage]}
horizons_months: [6, 12]
groups: [sex, "attribute:diplome"]
"""


def refusal(text, *, situations=None):
    with pytest.raises(ConfigurationRefused) as caught:
        definition_from(
            read_yaml_text(text, name="essai.yaml"),
            rules=rules(),
            situations=situations,
        )
    assert caught.value.where.file == "essai.yaml"
    return caught.value.where.line, caught.value.where.column


def test_named_sets_become_codes():
    found = definition(TEXT)

    assert [cause.situations for cause in found.causes] == [
        ("lycee", "formation"),
        ("emploi",),
    ]


def test_confirmation_of_a_return_is_the_territory_s_unless_said():
    assert [cause.confirmation_days for cause in definition(TEXT).causes] == [30, 0]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("dropout: true", "dropout: false", (3, "dropout")),
        ("dropout: true", "dropout: true, enters: {situations: [x]}", (3, None)),
        ("dropout: true", "enters: {situations: []}", (3, "situations")),
        ("dropout: true", "enters: {situations: [lycee]}", (5, None)),
        ("dropout: true", "dropout: true, occurrence: last", (3, "occurrence")),
        (
            "dropout: true",
            "dropout: true, from_day: 2024-02-01, to_day: 2024-01-01",
            (3, "to_day"),
        ),
        ("dropout: true", "dropout: true, oubli: 1", (3, "oubli")),
        ("situations: [emploi]", "situations: [emploi, formation]", (9, None)),
        ("situations: [emploi]", "situations: [emploi, emploi]", (11, "situations")),
        ("situations: [emploi]", "situations: [decroche]", (9, None)),
        ("code: emploi", "code: retour", (9, "code")),
        ("code: emploi", "code: Emploi", (9, "code")),
        ("[6, 12]", "[12, 6]", (13, "horizons_months")),
        ("[sex,", "[sexe,", (14, "groups")),
        ("attribute:diplome", "attribute:Nom de famille", (14, "groups")),
        ("    reengagement: strict\n", "", (5, None)),
        ("reengagement: strict", "reengagement: moyen", (7, "reengagement")),
        ("name: essai", "name: Essai!", (1, "name")),
        ("name: essai", "name: essai\nclock: weeks", (2, "clock")),
        ("name: essai", "name: essai\npopulation: {sex: X}", (2, "sex")),
        (
            "name: essai",
            "name: essai\npopulation: {age_min: 18, age_max: 16}",
            (2, "age_max"),
        ),
        (
            "name: essai",
            "name: essai\npopulation: {qpv_vintage: 2020}",
            (2, "qpv_vintage"),
        ),
    ],
)
def test_refusals_name_the_line_and_the_key(old, new, place):
    line, key = refusal(TEXT.replace(old, new, 1))

    assert (line, key) == place


def test_situation_outside_the_nomenclature_is_refused():
    assert refusal(TEXT, situations={"lycee"}) == (11, "situations")


def test_hash_forgets_wording_and_layout():
    reworded = TEXT.replace("retour", "reprise").replace(
        "code: reprise", "code: retour"
    )

    assert definition(reworded).hash == definition(TEXT).hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[demenage]", "[perdu_de_vue]"),
        ("[6, 12]", "[6, 18]"),
        ("reengagement: strict", "reengagement: strict\n    confirmation_days: 60"),
        ("{dropout: true}", "{dropout: true, prevalent: exclude}"),
    ],
)
def test_hash_follows_the_meaning(old, new):
    assert definition(TEXT.replace(old, new)).hash != definition(TEXT).hash


def test_hash_follows_the_dropout_rules():
    looser = read_yaml_text(
        RULES_TEXT.replace("grace_days: 30", "grace_days: 60"), name="r.yaml"
    )
    changed = definition_from(
        read_yaml_text(TEXT, name="essai.yaml"), rules=dropout_rules_from(looser)
    )

    assert changed.hash != definition(TEXT).hash


def test_day_clock_has_fixed_horizons():
    assert horizons_on("days", (3, 6, 12, 24)) == (91, 183, 365, 731)


def test_month_clocks_keep_months():
    assert horizons_on("calendar_months", (3, 6)) == (3, 6)


def test_summer_is_kept_as_distances_to_the_first_of_september():
    assert rules().summer == Summer(days_before=78, days_until=1, dated_after=14)


@pytest.mark.parametrize("day", ["06-31", "15/06", "02-10"])
def test_impossible_summer_is_refused(day):
    text = RULES_TEXT.replace("06-15", day)

    with pytest.raises(ConfigurationRefused):
        dropout_rules_from(read_yaml_text(text, name="dropout_rules.yaml"))


def test_shipped_rules_and_definitions_read_against_the_nomenclature():
    known = read_nomenclature(SHIPPED).situations

    definitions = read_definitions(SHIPPED, situations=frozenset(known))

    assert sorted(definitions) == [
        "emploi_apres_chantier",
        "emploi_durable_apres_chantier",
        "perdus_de_vue",
        "poursuite_scolarite",
        "prise_en_charge",
        "raccrochage_apres_action",
        "raccrochage_large",
        "raccrochage_strict",
        "rechute",
        "relais",
    ]


def test_name_and_file_agree(tmp_path):
    path = tmp_path / "autre.yaml"
    path.write_text(TEXT, encoding="utf-8")

    with pytest.raises(ConfigurationRefused):
        read_definition(path, rules=read_dropout_rules(SHIPPED))
