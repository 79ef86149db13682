"""Free text: short, warned of before it is kept, never quoted, never in an extract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.access.failures import NotWithinReach
from parcours.people.failures import NoteRefused
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.people.notes import check_words
from tests.properties.effort import tries
from tests.record_house import CONFIG


RULES = read_note_rules(CONFIG)


def codes(text, names=()):
    return [one.code for one in note_cautions(text, rules=RULES, known_names=names)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rendez-vous à l’hôpital mardi", "health"),
        ("sous DÉPRESSION", "health"),
        ("MDPH à relancer", "health"),
        ("Back from hospital", "health"),
        ("convocation au tribunal", "justice"),
        ("sortie de prison", "justice"),
        ("en garde à vue hier", "justice"),
        ("on probation", "justice"),
        ("question de nationalité", "origin"),
        ("titre de séjour à refaire", "origin"),
        ("absent pendant le ramadan", "religion"),
        ("va à la mosquée", "religion"),
        ("appeler le 06 12 34 56 78", "phone"),
        ("tél 0612345678", "phone"),
        ("+33 6 12 34 56 78", "phone"),
        ("écrire à qui.sait@exemple.fr", "mail"),
        ("qui.sait (at) exemple.fr", "mail"),
        ("venu avec Mehdi", "given_name"),
        ("sa sœur Anaïs travaille", "given_name"),
        ("voir Jean-Pierre", "given_name"),
    ],
)
def test_a_text_is_warned_of_by_its_theme(text, code):
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "CV relu, lettre à finir pour lundi",
        "inscription au lycée Jean Moulin",
        "rendez-vous à Saint-Denis",
        "3 rue Pierre Brossolette",
        "jette une pierre",
        "rappel le 03/09 à 14 h 30, salle 12",
        "chantier de 35 h, peinture",
        "",
        None,
    ],
)
def test_an_ordinary_text_is_not(text):
    assert codes(text) == []


@pytest.mark.parametrize("text", ["maïlys est venue", "M. VRONTALBE absent"])
def test_the_young_persons_own_name_is_found_whatever_its_letters(text):
    assert "own_name" in codes(text, ("Maïlys", "Vrontalbe"))


def test_a_piece_of_a_word_is_no_name():
    assert "own_name" not in codes("vraiment bien", ("Vrai", "Ment"))


@tries(100)
@given(st.text(max_size=60))
def test_a_caution_never_quotes_what_was_typed(text):
    for one in note_cautions(f"Mehdi 0612345678 {text}", rules=RULES):
        assert "Mehdi" not in one.text
        assert "0612345678" not in repr(one)


def test_the_check_knows_the_names_of_this_young_person(house):
    person = house.new_person()

    found = check_words(
        house.workers["school"],
        desk=house.territory.desk,
        person=person,
        texts={"note": "vrontalbe à rappeler", "next_step": "bilan"},
    )

    assert [one.code for one in found] == ["own_name"]


def test_the_check_refuses_a_national_number_in_any_field(house):
    person = house.new_person()

    with pytest.raises(NoteRefused) as refusal:
        check_words(
            house.workers["school"],
            desk=house.territory.desk,
            person=person,
            texts={"next_step": "2 95 05 78 006 084 36"},
        )

    assert refusal.value.where.column == "next_step"
    assert "95" not in str(refusal.value)


def test_the_check_is_no_way_to_guess_names_of_others(house):
    person = house.new_person()

    with pytest.raises(NotWithinReach):
        check_words(
            house.workers["site"],
            desk=house.territory.desk,
            person=person,
            texts={"note": "Vrontalbe"},
        )
