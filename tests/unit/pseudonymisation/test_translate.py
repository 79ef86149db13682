import ast
from pathlib import Path

import pytest

import pseudonymisation.translate
from pseudonymisation.failures import PersonUnknown, PseudonymMalformed
from pseudonymisation.translate import Translator
from tests.unit.pseudonymisation.conftest import someone


@pytest.fixture
def translator(folder, desk):
    with Translator.open(folder / "keys", f"sqlite:///{folder}/vault.db") as opened:
        yield opened


def test_a_person_and_a_subject_get_a_studys_own_pseudonym(admit, translator):
    admission = admit(someone())[0]
    found = translator.translate([admission.person, admission.subject], to="etude")

    assert {p.domain for p in found.values()} == {"etude"}
    assert len(set(found.values())) == 2


def test_the_same_study_gives_the_same_pseudonym_and_another_study_another(
    admit, translator
):
    person = admit(someone())[0].person
    one = translator.translate([person], to="one")[person]

    assert translator.translate([person], to="one")[person] == one
    assert translator.translate([person], to="two")[person].text[7:] != one.text[7:]


def test_a_person_of_no_vault_is_refused(translator):
    stranger = pseudonymisation.translate.Pseudonym("v1.record." + "a" * 52)

    with pytest.raises(PersonUnknown):
        translator.translate([stranger], to="etude")


def test_a_study_may_not_take_a_name_that_no_domain_has(translator):
    with pytest.raises(PseudonymMalformed):
        translator.translate([], to=".tokens")


def test_translation_imports_no_room_that_sees_a_name():
    source = Path(pseudonymisation.translate.__file__).read_text(encoding="utf-8")
    imported = {
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module
    }

    assert not {m for m in imported if "identities" in m or "linkage" in m}
