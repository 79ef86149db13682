"""What the language can say of comparisons, and what it refuses with a reason."""

from pathlib import Path

import pytest

import config
from cohorts.definition.explain import explain
from cohorts.definition.from_yaml import definition_from, read_definitions
from cohorts.definition.to_yaml import to_yaml
from config.reading import ConfigurationRefused, read_yaml_text
from parcours.nomenclature import read_nomenclature
from tests.spec.cohort.tables import definition, rules


SHIPPED = Path(config.__file__).parent
HASHES_OF_THE_FIRST_LANGUAGE = {
    "emploi_apres_chantier": "92ca9cde731c8107845370add8c3f4ca",
    "perdus_de_vue": "8a785c1a2e29970dbf7ed5620930e9e2",
    "raccrochage_large": "4ea6f77f7391ebb4213a0cf2f14c3203",
    "raccrochage_strict": "19c92b85d6ef33d8ca80908a7c40691c",
    "rechute": "d6814f5ce387a0e0444f0fea957f7732",
}
TEXT = """\
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
"""
EXCLUSION = """\
exclusions:
  - code: deja
    reason: {fr: "déjà venu", en: "came before"}
    interventions: [chantier_educatif]
    within_days: 365
"""
EXPOSURE = """\
exposures:
  - code: chantier
    label: {fr: "chantier", en: "worksite"}
    interventions: [chantier_educatif]
"""


def refusal(text):
    with pytest.raises(ConfigurationRefused) as caught:
        definition_from(read_yaml_text(text, name="essai.yaml"), rules=rules())
    return caught.value


def points(text):
    nomenclature = read_nomenclature(SHIPPED)
    return " ".join(explain(definition(text), nomenclature=nomenclature).points)


def test_definition_that_says_nothing_new_keeps_its_hash():
    shipped = read_definitions(SHIPPED)

    found = {name: shipped[name].hash[:32] for name in HASHES_OF_THE_FIRST_LANGUAGE}

    assert found == HASHES_OF_THE_FIRST_LANGUAGE


@pytest.mark.parametrize(
    "more",
    [
        EXCLUSION,
        EXPOSURE,
        "covariates: [sex]\n",
        "strata: [sex]\n",
        "at_risk_floor: 10\n",
        "censoring: {lost_after_days: 180}\n",
    ],
)
def test_each_new_word_changes_the_hash(more):
    assert definition(TEXT + more).hash != definition(TEXT).hash


def test_reason_of_an_exclusion_is_not_its_meaning():
    other = EXCLUSION.replace("déjà venu", "connu du chantier")

    assert definition(TEXT + other).hash == definition(TEXT + EXCLUSION).hash


@pytest.mark.parametrize("word", ["design: ever", "ever: true", "baseline: true"])
def test_ever_took_part_is_refused_with_the_reason_and_the_right_ways(word):
    refused = refusal(f"{TEXT}{EXPOSURE}    {word}\n")

    assert "n’est pas connu à l’origine" in refused.what
    assert all(
        way in refused.what for way in ("time_varying", "landmark", "target_trial")
    )


@pytest.mark.parametrize("key", ["groups", "covariates", "strata"])
@pytest.mark.parametrize(
    "word", ["'intervention:parrainage'", "ever", "retour", "chantier", "outcome"]
)
def test_a_group_that_only_the_future_tells_is_refused_with_the_right_ways(word, key):
    refused = refusal(f"{TEXT}{EXPOSURE}{key}: [{word}]\n")

    assert refused.where.column == key
    assert "connue qu’après l’origine" in refused.what
    assert all(
        way in refused.what for way in ("time_varying", "landmark", "target_trial")
    )


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("design: landmark", "landmarks_months"),
        ("landmarks_months: [6]", "landmarks_months"),
        ("design: landmark\n    landmarks_months: [6, 3]", "landmarks_months"),
        ("design: target_trial", "grace_days"),
        ("grace_days: 30", "grace_days"),
        (
            "design: target_trial\n    grace_days: 30\n    while_it_lasts: true",
            "while_it_lasts",
        ),
        ("design: autre", "design"),
    ],
)
def test_design_takes_its_own_parameter_and_no_other(more, key):
    assert refusal(f"{TEXT}{EXPOSURE}    {more}\n").where.column == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (TEXT + EXCLUSION.replace("365", "0"), "within_days"),
        (TEXT + EXCLUSION.replace("365", "99999999"), "within_days"),
        (TEXT + EXCLUSION.replace("[chantier_educatif]", "[]"), "interventions"),
        (TEXT + EXCLUSION + EXCLUSION.replace("exclusions:\n", ""), "code"),
        (TEXT + EXPOSURE + EXPOSURE.replace("exposures:\n", ""), "code"),
        (TEXT + "covariates: [chantier]\n", "covariates"),
        (TEXT + "strata: [sex, sex]\n", "strata"),
        (TEXT + "at_risk_floor: 0\n", "at_risk_floor"),
        (TEXT + "horizons_ages: [18]\n", "horizons_ages"),
        (TEXT + "censoring: {lost_after_days: 0}\n", "lost_after_days"),
        (TEXT.replace("dropout: true", "intervention_end: []"), "intervention_end"),
        (TEXT.replace("reengagement: strict", "follow_up: []"), "follow_up"),
    ],
)
def test_impossible_definition_is_refused_at_its_key(text, key):
    assert refusal(text).where.column == key


def test_exclusion_names_one_kind_of_fact():
    text = TEXT + EXCLUSION + "    follow_up: [deces]\n"

    assert "exactement l’une" in refusal(text).what


def test_age_as_the_clock_starts_where_enough_are_at_risk_and_reads_at_birthdays():
    found = definition(TEXT + "clock: age\n")

    assert (found.at_risk_floor, found.horizons_months) == (10, (216, 252, 300))


def test_ages_are_written_as_ages():
    text = to_yaml(
        definition(TEXT + "clock: age\nhorizons_ages: [18, 25]\n"), rules=rules()
    )

    assert "horizons_ages: [18, 25]" in text


def test_named_sets_are_written_by_their_name():
    assert "reengagement: strict" in to_yaml(definition(TEXT), rules=rules())


def test_every_new_word_is_explained():
    said = points(
        TEXT
        + EXCLUSION
        + EXPOSURE
        + "covariates: [sex]\nstrata: [qpv]\nclock: age\n"
        + "censoring: {lost_after_days: 90}\n"
    )

    for words in (
        "Écartés, « déjà venu »",
        "dans les 365 jours avant l’origine",
        "à partir de son premier jour",
        "Un modèle tient compte de : sexe",
        "à même : résidence en quartier",
        "au moins 10 jeunes",
        "pendant plus de 90 jours",
        "lecture à 18, 21, 25 ans",
    ):
        assert words in said
