"""Whom a typed name or date of birth may mean, among those an organisation knows."""

from datetime import date

import pytest

from pseudonymisation import finding
from pseudonymisation.desk import PartialDate
from tests.unit.pseudonymisation.conftest import open_desk, someone


def found(desk, text, *, born=None, organisation="college"):
    blocks = desk.find(text, born=born, organisation=organisation)
    return [person for block in blocks for person in block]


@pytest.mark.parametrize(
    "typed",
    ["léopoldine", "LEOPOLDINE ZZBRIXMOR", "zzbrixmor leo", "leopoldnie", "zzbrixmr"],
)
def test_a_person_is_found_without_accents_and_with_a_typing_error(admit, desk, typed):
    wanted, _other = admit(
        someone(row=1, code="1"),
        someone(row=2, code="2", birth_name="Qwantel", given_names="Aglaé"),
    )
    assert found(desk, typed) == [wanted.person]


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
    wanted, _other = admit(
        someone(row=1, code="1", birth_name="Obrundovrix", given_names=written),
        someone(row=2, code="2", birth_name="Qwantel", given_names="Hugo-Aglaé"),
    )
    assert found(desk, typed) == [wanted.person]


@pytest.mark.parametrize("typed", ["de la zztour", "delazztour", "zztour", "la-zztour"])
def test_a_name_with_particles_is_found_however_it_is_parted(admit, desk, typed):
    (wanted,) = admit(someone(birth_name="De La Zztour"))

    assert found(desk, typed) == [wanted.person]


def test_a_word_that_matches_no_name_finds_nobody(admit, desk):
    admit(someone(given_names="Hugo-Gaspard"))

    assert found(desk, "hugo qwantel") == []


def test_nothing_typed_finds_nobody(admit, desk):
    admit(someone())

    assert found(desk, "") == found(desk, " - ") == []


def test_the_nearest_name_comes_first(admit, desk):
    close, exact = admit(
        someone(row=1, code="1", birth_name="Zzbrixmar", given_names="Aglaé"),
        someone(row=2, code="2"),
    )
    assert found(desk, "zzbrixmor") == [exact.person, close.person]


def test_a_search_finds_only_whom_the_organisation_knows(admit, desk):
    person = admit(someone())[0].person

    assert found(desk, "zzbrixmor", organisation="club") == []
    assert found(desk, "zzbrixmor") == [person]


def test_an_organisation_finds_by_its_own_version_of_a_name(admit, desk):
    person = admit(someone())[0].person
    admit(someone(organisation="club", given_names="Léopoldyne", usage_name="Qwantel"))

    assert found(desk, "qwantel", organisation="club") == [person]
    assert found(desk, "qwantel") == []


@pytest.mark.parametrize(
    ("born", "is_found"),
    [
        (PartialDate(2007, 3, 14), True),
        (PartialDate(2007, 3), True),
        (PartialDate(2007), True),
        (PartialDate(2007, 3, 13), False),
        (PartialDate(2006), False),
    ],
)
def test_a_date_of_birth_finds_as_far_as_it_is_told(admit, desk, born, is_found):
    person = admit(someone())[0].person

    wanted = [person] if is_found else []
    assert found(desk, "", born=born) == found(desk, "leopoldine", born=born) == wanted


def test_whoever_comes_after_the_first_search_is_found(admit, desk):
    first = admit(someone(row=1, code="1"))[0].person
    assert found(desk, "zzbrixmor") == [first]

    new = {"birth_name": "Zzbrixmar", "given_names": "Aglaé"}
    second = admit(someone(row=2, code="2", **new))[0].person
    corrected = admit(someone(row=3, code="2", **new | {"given_names": "Odilon"}))
    assert corrected[0].person == second

    assert found(desk, "zzbrixmor") == [first, second]
    assert found(desk, "odilon") == [second]
    assert found(desk, "aglae") == []


def test_whom_another_process_brings_is_found(admit, desk, folder):
    assert found(desk, "zzbrixmor") == []

    with open_desk(folder) as other, other.intent(kind="create", author="zoe") as work:
        (one,) = other.admit([someone()], intent=work)
        work.prepare()
        work.finish()

    assert found(desk, "zzbrixmor") == [one.person]


def test_what_was_taken_back_is_no_longer_found(admit, desk):
    with desk.intent(kind="create", author="zoe") as brought:
        desk.admit([someone()], intent=brought)
        brought.prepare()
        brought.finish()
    assert len(found(desk, "zzbrixmor")) == 1

    with desk.intent(kind="intake.undo", author="zoe") as undo:
        desk.withdraw(brought.ref, intent=undo)
        undo.prepare()
        undo.finish()

    assert found(desk, "zzbrixmor") == []


def test_an_erasure_leaves_no_name_in_memory(admit, desk):
    person = admit(someone())[0].person
    assert found(desk, "zzbrixmor") == [person]

    with desk.intent(kind="erasure", author="zoe") as intent:
        desk.erase(person, intent=intent, day=date(2026, 1, 5))
        assert desk._finder._indexes == {}
        intent.prepare()
        intent.finish()

    assert found(desk, "zzbrixmor") == []


def test_the_names_of_a_large_organisation_are_read_before_the_first_search(
    admit, desk, monkeypatch
):
    monkeypatch.setattr(finding, "MANY", 2)
    admit(*(someone(row=n, code=str(n), given_names=f"Zz{'abc'[n]}") for n in range(3)))

    desk.prepare_search("college")
    desk.prepare_search("club")

    desk._finder._readers["college"].join()
    assert list(desk._finder._indexes) == ["college"]


def test_nothing_that_finds_prints_a_name(admit, desk):
    admit(someone())
    found(desk, "zzbrixmor")

    index = desk._finder._indexes["college"]
    shown = [repr(x) for x in (desk._finder, index, *index.people)]
    assert not any("zzbrixmor" in text.lower() for text in shown)
