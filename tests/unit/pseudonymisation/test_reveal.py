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


@pytest.mark.parametrize(
    "typed",
    ["léopoldine", "LEOPOLDINE ZZBRIXMOR", "zzbrixmor leo", "leopoldnie", "zzbrixmr"],
)
def test_a_person_is_found_without_accents_and_with_a_typing_error(admit, desk, typed):
    wanted, other = admit(
        someone(row=1, code="1"),
        someone(row=2, code="2", birth_name="Qwantel", given_names="Aglaé"),
    )
    within = [wanted.person, other.person]

    assert desk.search(typed, within=within, organisation="college") == [wanted.person]


@pytest.mark.parametrize(
    "typed",
    [
        "OBRUNDOVRIX HUGO-GASPARD",
        "Hugo Gaspard Obrundovrix",
        "Hugo-Gaspard Obrundovrix",
        "hugogaspard obrundovrix",
        "gaspard",
        "gaspart obrundovrx",
        "obrundo hugo",
    ],
)
@pytest.mark.parametrize("written", ["Hugo-Gaspard", "Hugo Gaspard", "Hugo, Gaspard"])
def test_a_compound_given_name_is_found_joined_or_in_its_parts(
    admit, desk, typed, written
):
    wanted, other = admit(
        someone(row=1, code="1", birth_name="Obrundovrix", given_names=written),
        someone(row=2, code="2", birth_name="Qwantel", given_names="Hugo-Aglaé"),
    )
    within = [wanted.person, other.person]

    assert desk.search(typed, within=within, organisation="college") == [wanted.person]


@pytest.mark.parametrize("typed", ["de la zztour", "delazztour", "zztour", "la-zztour"])
def test_a_name_with_particles_is_found_however_it_is_parted(admit, desk, typed):
    (wanted,) = admit(someone(birth_name="De La Zztour"))

    assert desk.search(typed, within=[wanted.person], organisation=None) == [
        wanted.person
    ]


def test_a_word_that_matches_no_name_finds_nobody(admit, desk):
    (wanted,) = admit(someone(given_names="Hugo-Gaspard"))

    assert desk.search("hugo qwantel", within=[wanted.person], organisation=None) == []


def test_a_search_finds_nobody_outside_the_persons_given(admit, desk):
    wanted = admit(someone())[0].person

    assert desk.search("zzbrixmor", within=[], organisation=None) == []
    assert desk.search("", within=[wanted], organisation=None) == []


def test_the_nearest_name_comes_first(admit, desk):
    close, exact = admit(
        someone(row=1, code="1", birth_name="Zzbrixmar", given_names="Aglaé"),
        someone(row=2, code="2"),
    )
    within = [close.person, exact.person]

    found = desk.search("zzbrixmor", within=within, organisation=None)
    assert found == [exact.person, close.person]


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
