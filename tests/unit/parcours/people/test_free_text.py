"""Free text: short, warned of before it is kept, never quoted, never in an extract."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.access.failures import NotWithinReach
from parcours.people.failures import NoteRefused
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.people.notes import check_words
from pseudonymisation.spelt_names import is_named
from tests.properties.effort import tries
from tests.record_house import CONFIG
from tests.unit.parcours.people.test_free_text_families import ORDINARY


USUAL_SURNAMES = (
    "Bernard", "Petit", "Robert", "Durand", "Dubois", "Moreau", "Lefebvre", "Leroy",
    "Bertrand", "Fournier", "Girard", "Bonnet", "Dupont", "Lambert", "Fontaine",
    "Mercier", "Garnier", "Chevalier", "Gauthier", "Roussel", "Masson", "Marchand",
    "Dumont", "Lemaire", "Renard", "Vidal", "Picard", "Dupuis", "Bourgeois",
    "Carpentier", "Diallo", "Traore", "Camara", "Cisse", "Coulibaly", "Benali",
    "Haddad", "Cherif",
)  # fmt: skip
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
        "rue Pierre Brossolette, au fond",
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kilian va mieux", ("KYLIAN",)),
        ("kilian va mieux", ("KYLIAN",)),
        ("vu Killian hier", ("Kylian",)),
        ("Mme Vrontable absente", ("Maïlys", "Vrontalbe")),
        ("appeler vrontalbes", ("Vrontalbe",)),
        ("Vron Talbe à rappeler", ("Vrontalbe",)),
        ("jean luc est venu", ("Jean-Luc",)),
        ("Yousef et sa mère", ("Youssef",)),
    ],
)
def test_the_young_persons_own_name_is_found_a_letter_off(text, names):
    assert "own_name" in codes(text, names)


def test_a_daily_word_near_a_usual_name_is_not_taken_for_it():
    usual = (*RULES.given_names, *USUAL_SURNAMES)
    taken = {
        (name, text) for name in usual for text in ORDINARY if is_named(text, [name])
    }

    assert taken == set()


@pytest.mark.parametrize(
    "text",
    [
        "né le 31/12/2001",
        "née le 3 mars 2007",
        "Née le 03.04.08",
        "DDN : 31/12/2001",
        "date de naissance 31-12-2001",
        "né le 31122001",
        "born on 31/12/2001",
        "31/12/2001, à vérifier",
        "dossier du 2001-12-31",
        "le 1er janvier 2002",
    ],
)
def test_a_full_date_of_birth_is_warned_of(text):
    found = note_cautions(text, rules=RULES, today=date(2025, 10, 1))

    assert "birth_date" in [one.code for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "rendez-vous le 31/12/2025",
        "vu le 03/09, puis le 14/10",
        "du 01/09/2024 au 30/06/2025",
        "3 octobre 2025 à 14 h",
        "projet né le mois dernier",
        "version 12.10.2024",
    ],
)
def test_the_day_of_an_appointment_is_not(text):
    found = note_cautions(text, rules=RULES, today=date(2025, 10, 1))

    assert "birth_date" not in [one.code for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "habite 12 rue des Lilas",
        "12, rue des lilas",
        "3 rue Pierre Brossolette",
        "4 bis avenue Jaurès",
        "au 7ter bd Victor Hugo",
        "15 allée du Parc",
        "2 place de la République",
        "8 cours d’Alsace",
        "1 résidence Les Tilleuls",
    ],
)
def test_a_street_address_is_warned_of(text):
    assert "address" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "2 cours de français par semaine",
        "1 place en formation",
        "3 passages à la permanence",
        "dans la rue depuis 2 semaines",
        "place de la République à 14 h",
        "12 allées et venues",
        "une quinzaine, route coupée",
    ],
)
def test_a_number_before_a_daily_word_is_no_address(text):
    assert "address" not in codes(text)


def test_the_check_warns_of_an_old_date_by_the_day_it_is(house):
    person = house.new_person()

    found = check_words(
        house.workers["school"],
        desk=house.territory.desk,
        person=person,
        texts={"note": "31/12/2001", "next_step": "le 12/09/2025"},
    )

    assert [one.code for one in found] == ["birth_date"]
