import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.failures import CiphertextRefused, PersonUnknown
from pseudonymisation.pseudonym import Pseudonym
from tests.unit.pseudonymisation.conftest import someone


STRANGER = Pseudonym("v1.record." + "a" * 52)


def test_an_identity_comes_back_as_it_was_written(admit, desk):
    person = admit(someone(usage_name="Qwantel"))[0].person
    shown = desk.reveal(person, organisation=None)

    assert (shown.birth_name, shown.usage_name) == ("Zzbrixmor", "Qwantel")
    assert shown.birth_date == PartialDate(2007, 3, 14)
    assert (shown.commune, shown.postcode, shown.sex) == ("Trifouilly", "99001", "F")


def test_an_organisation_sees_its_own_version_first(admit, desk):
    person = admit(someone())[0].person
    admit(someone(organisation="club", given_names="LEOPOLDINE"))
    admit(someone(organisation="foyer", given_names="Leopoldine"))

    seen = {
        organisation: desk.reveal(person, organisation=organisation).given_names
        for organisation in ("college", "club", "foyer", None)
    }
    assert seen == {
        "college": "Léopoldine",
        "club": "LEOPOLDINE",
        "foyer": "Leopoldine",
        None: "Leopoldine",
    }


def test_an_identity_held_under_anonymity_is_shown_to_its_holder_alone(admit, desk):
    person = admit(someone(code="X", organisation="rue", may_link=False))[0].person

    assert desk.reveal(person, organisation="rue").birth_name == "Zzbrixmor"
    for other in ("college", None):
        with pytest.raises(PersonUnknown):
            desk.reveal(person, organisation=other)


def test_an_absent_person_and_a_hidden_one_are_refused_in_the_same_words(admit, desk):
    hidden = admit(someone(code="X", organisation="rue", may_link=False))[0].person
    refusals = []
    for person in (hidden, STRANGER):
        with pytest.raises(PersonUnknown) as refused:
            desk.reveal(person, organisation="college")
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]


def test_many_identities_come_at_once_without_the_unknown(admit, desk):
    rows = [someone(row=n, code=str(n), given_names=f"Zz{'abc'[n]}") for n in range(3)]
    persons = [a.person for a in admit(*rows)]
    shown = desk.reveal_many([*persons, STRANGER], None)

    assert [shown[p].given_names for p in persons] == ["Zza", "Zzb", "Zzc"]
    assert STRANGER not in shown


def test_swapped_rows_of_the_vault_are_noticed(admit, desk, folder):
    import sqlite3

    one, _two = admit(someone(row=1, code="1"), someone(row=2, code="2", sex="M"))
    vault = sqlite3.connect(folder / "vault.db")
    vault.execute(
        "UPDATE source_identities SET sealed ="
        " (SELECT sealed FROM source_identities WHERE id = 2) WHERE id = 1"
    )
    vault.commit()
    vault.close()

    with pytest.raises(CiphertextRefused):
        desk.reveal(one.person, organisation=None)
