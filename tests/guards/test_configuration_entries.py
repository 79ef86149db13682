"""Every entry of the shipped configuration is labelled, sourced, dated and understood.

The readers beside their consumers take each file key by key; these guards hold what all
of them share, so that a territory's figures can be traced back to a text or a proposal.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from yamllint import linter
from yamllint.config import YamlLintConfig

import config
from config.reading import Entry, read_yaml
from parcours.nomenclature import Nomenclature, read_nomenclature


FOLDER = Path(config.__file__).parent
ROOT = FOLDER.parent
FILES = sorted([*FOLDER.glob("*.yaml"), *FOLDER.glob("nomenclature/*.yaml")])
EVERY_FILE = sorted([*FOLDER.rglob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")])
LISTS = {
    "alerts.yaml": "alerts",
    "conventions.yaml": "conventions",
    "indicators.yaml": "indicators",
    "retention.yaml": "rules",
    "worksites.yaml": "contracts",
}
WHOLE_FILE = (
    "access.yaml",
    "disclosure.yaml",
    "drafts.yaml",
    "dropout_rules.yaml",
    "free_text.yaml",
    "identities.yaml",
    "linkage.yaml",
    "minors.yaml",
    "names_in_text.yaml",
    "programme.yaml",
    "relays.yaml",
    "rights.yaml",
)
SCOPES = {"own_caseload", "own_organisation", "shared", "aggregate", "all"}
PERSONAL = (
    *("people.", "interventions.", "contacts.", "caseload.", "matching."),
    "referrals.",
)
NO_RECORD = ("policy_officer", "council_member", "evaluator", "administrator")


@pytest.fixture(scope="module")
def words() -> Nomenclature:
    return read_nomenclature(FOLDER)


def entries(name: str) -> tuple[Entry, ...]:
    return read_yaml(FOLDER / name).entries(LISTS[name])


def walk(value: object) -> Iterator[Entry]:
    if isinstance(value, Entry):
        yield value
        for child in value.values.values():
            yield from walk(child)
    elif isinstance(value, list):
        for child in value:
            yield from walk(child)


OWN_ACCOUNT = {
    *("account.prove", "account.read_own", "account.end_others"),
    *("account.begin_factor", "account.confirm_factor", "account.drop_factor"),
    *("account.renew_recovery", "account.change_password"),
}


def rights() -> dict[str, dict[str, str]]:
    operations = read_yaml(FOLDER / "access.yaml").entries("operations")
    return {o.text("code"): dict(o.entry("roles").items()) for o in operations}


def check_provenance(entry: Entry) -> None:
    assert entry.has("source") or entry.texts("sources"), entry.line
    assert entry.boolean("proposed") in (True, False)
    assert {"valid_from", "valid_to"} <= set(entry.values), entry.line
    start, end = entry.date_or_none("valid_from"), entry.date_or_none("valid_to")
    assert start is None or end is None or start < end


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read_strictly_and_says_its_version(path: Path):
    assert read_yaml(path).values["version"] is not None


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.name)
def test_every_file_passes_yamllint(path: Path):
    rules = YamlLintConfig(file=str(ROOT / ".yamllint"))

    assert not list(linter.run(path.read_text(encoding="utf-8"), rules))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_french_text_has_its_english_and_back(path: Path):
    for entry in walk(read_yaml(path)):
        if "fr" in entry.values or "en" in entry.values:
            assert set(entry.values) == {"fr", "en"}, entry.line
            assert all(str(text).strip() for text in entry.values.values())


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_is_labelled_sourced_and_dated(name: str):
    for entry in entries(name):
        assert entry.labels()["fr"]
        check_provenance(entry)


@pytest.mark.parametrize("name", WHOLE_FILE)
def test_every_rule_file_is_sourced_and_dated(name: str):
    check_provenance(read_yaml(FOLDER / name))


def test_every_word_is_labelled_and_sourced(words: Nomenclature):
    for name, terms in words.lists().items():
        assert terms, name
        for term in terms.values():
            assert all((term.labels["fr"], term.labels["en"], term.sources))


def test_entries_are_named_once():
    for name in LISTS:
        names = [e.values.get("code", e.values.get("id")) for e in entries(name)]
        assert len(names) == len(set(names)), name


def test_dropout_rules_name_situations_of_the_nomenclature(words: Nomenclature):
    rules = read_yaml(FOLDER / "dropout_rules.yaml")
    dropout, back = rules.entry("dropout"), rules.entry("reengagement")
    named = {*dropout.texts("from"), *dropout.texts("to")}
    named |= {*back.texts("strict"), *back.texts("wide_adds")}

    assert named <= set(words.situations)


def test_reengagement_says_what_the_situations_flags_say(words: Nomenclature):
    back = read_yaml(FOLDER / "dropout_rules.yaml").entry("reengagement")
    strict, wide = set(back.texts("strict")), set(back.texts("wide_adds"))
    situations = words.situations.values()

    assert strict == {s.code for s in situations if s.strict}
    assert strict | wide == {s.code for s in situations if s.wide}
    assert not strict & wide


def test_one_drops_out_into_every_neet_situation_of_those_over_16(words: Nomenclature):
    into = read_yaml(FOLDER / "dropout_rules.yaml").entry("dropout").texts("to")
    neet = {s.code for s in words.situations.values() if s.neet and s.age_max is None}

    assert set(into) == neet


def test_indicators_censor_by_statuses_of_the_nomenclature(words: Nomenclature):
    for entry in entries("indicators.yaml"):
        censoring = set(entry.texts("censoring"))
        assert censoring <= {
            s.code for s in words.follow_up.values() if s.effect == "censors"
        }


def test_only_what_is_computed_is_called_available():
    available = {
        e.text("id") for e in entries("indicators.yaml") if e.boolean("available")
    }

    assert available == {
        "taux_raccrochage",
        "delai_median_raccrochage",
        "raccrochage_apres_action",
        "taux_rechute",
        "duree_neet",
        "emploi_apres_chantier",
        "poursuite_scolarite_12m",
        "sorties_dynamiques",
        "situation_a_date",
        "part_qpv",
        "part_femmes",
        "file_active",
        "couverture",
        "continuite",
        "part_multi_structures",
        "taux_perdus_de_vue",
        "obligation_formation",
        "ecart_fh_qpv",
        "delai_prise_en_charge",
        "delai_relais",
        "intensite",
        "qualite_donnees",
        "participations",
        "depense_par_jeune",
    }


def test_every_indicator_is_defined_in_both_languages_with_its_fraction():
    for entry in entries("indicators.yaml"):
        assert set(entry.labels("definition")) == {"fr", "en"}
        for key in ("numerator", "denominator", "origin", "method", "unit"):
            assert entry.text(key)
        assert entry.texts("breakdowns")


def test_every_scope_and_role_of_the_access_table_is_known():
    roles = {r.text("code") for r in read_yaml(FOLDER / "access.yaml").entries("roles")}

    for operation, allowed in rights().items():
        assert set(allowed) <= roles, operation
        assert set(allowed.values()) <= SCOPES, operation


def test_those_outside_shared_secrecy_reach_no_young_person():
    for operation, allowed in rights().items():
        if operation.startswith(PERSONAL):
            assert not set(NO_RECORD) & set(allowed), operation


def test_one_s_own_account_is_all_that_its_operations_touch():
    entries = read_yaml(FOLDER / "access.yaml").entries("operations")
    found = {e.text("code") for e in entries if e.text("touches") == "own_account"}

    assert found == OWN_ACCOUNT


def test_policy_officers_and_councils_read_figures_only():
    for operation, allowed in rights().items():
        if operation.startswith("account.sign") or operation in OWN_ACCOUNT:
            continue
        for role in ("policy_officer", "council_member"):
            assert allowed.get(role, "aggregate") == "aggregate", operation


def test_case_workers_have_no_right_over_cohorts():
    for operation, allowed in rights().items():
        if operation.startswith(("cohort.", "extract.", "indicators.")):
            assert "case_worker" not in allowed, operation


def test_no_operation_scores_ranks_or_predicts_a_person():
    forbidden = re.compile(r"score|rank|predict|risk|profile")

    assert not [operation for operation in rights() if forbidden.search(operation)]


def test_every_convention_has_an_end_and_a_legal_basis():
    for entry in entries("conventions.yaml"):
        assert entry.date_or_none("valid_to") is not None
        assert entry.text("legal_basis")
        assert len(entry.texts("parties")) >= 2
        assert entry.texts("columns")
        assert entry.texts("organisations")
        assert entry.choice("direction", ("intake", "sharing", "extract"))
        assert set(entry.labels("purpose")) == {"fr", "en"}
        assert set(entry.labels("information_given")) == {"fr", "en"}


def test_no_convention_admits_a_national_number_or_a_sensitive_column():
    refused = re.compile(r"\b(nir|nss|ine|rqth|nationalit|origine(?! de la rencontre))")

    for entry in entries("conventions.yaml"):
        for column in entry.texts("columns"):
            assert not refused.search(column.casefold()), entry.line


def test_what_is_shared_from_anonymous_work_needs_the_young_persons_agreement():
    for entry in entries("conventions.yaml"):
        anonymous = "prevention_specialisee" in entry.texts("organisations")
        if entry.text("direction") == "sharing" and anonymous:
            assert entry.text("agreement") == "required"


def test_thresholds_are_never_below_five():
    rules = read_yaml(FOLDER / "disclosure.yaml")

    assert rules.integer("threshold_internal") >= 5
    publication = rules.integer("threshold_publication")
    assert publication >= rules.integer("threshold_internal")
    assert rules.integer("minimum_at_risk") >= publication


def test_alerts_never_speak_of_scores_or_risk():
    forbidden = re.compile(r"score|risque|risk|predict|prédi", re.IGNORECASE)

    for entry in entries("alerts.yaml"):
        assert not forbidden.search(entry.labels()["fr"] + entry.text("measure"))


def test_the_days_of_validity_are_days_that_exist():
    for path in FILES:
        for entry in walk(read_yaml(path)):
            for key in ("valid_from", "valid_to"):
                value = entry.values.get(key)
                assert value is None or isinstance(value, date)


def test_the_glossary_is_alphabetical_and_names_each_word_once():
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    identifiers = re.findall(r"^\| `([a-z0-9_]+)` \|", text, re.MULTILINE)

    assert identifiers == sorted(set(identifiers))
    assert len(identifiers) > 80
