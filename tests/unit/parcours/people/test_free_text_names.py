"""Names of persons in a free text: warned of as typed, and daily words that are not."""

import pytest

from parcours.people.name_rules import read_name_rules
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
from tests.record_house import CONFIG


RULES = read_note_rules(CONFIG)
NAMING = (
    "Venu avec Hakim",
    "venu avec hakim",
    "Mme Dupont",
    "mme dupont",
    "Vu mohamed benali ce matin",
    "Rose est venue",
    "Vu Rose hier",
    "kevin est venu",
    "Monsieur Leroy",
    "appeler mr martin",
    "M. Vrontalbe absent",
    "appel de M Vrontalbe",
    "M. Le Vrontal",
    "Mlle VRONTALBE",
    "Dr Vrontalbe",
    "vu jean-pierre",
    "marie-claire absente",
    "Claire a appelé",
    "Reçu Claire à 14 h",
    "avec son frère Zorbul",
    "sa copine Ylzane",
    "message de Soumaya",
    "tiago ne vient plus",
    "RDV AVEC DJENEBA",
    "d’Anaïs, rien de neuf",
    "mail à mathéo",
    "Marine n’est pas venue",
    "Met with Mrs Vrontalbe",
    "his friend Zorbul came",
)
NAMELESS = (
    "Mme la proviseure, salle 2",
    "M. le maire excusé",
    "madame a appelé",
    "monsieur et madame absents",
    "taille M. Le pantalon va bien",
    "3 m. de bois",
    "le MM/AAAA de la carte",
    "avec France Travail",
    "vu avec la CAF et la CPAM",
    "avec le référent CEJ",
    "éducateur PJJ prévenu",
    "venu avec l’équipe",
    "avec Excel, puis Word",
    "Rose clair, deux couches",
    "rose ou violette, au choix",
    "Manuel de conduite rendu",
    "travail manuel",
    "Grâce à son stage",
    "grâce à l’équipe",
    "rendez-vous honoré",
    "roman fini, en commence un autre",
    "l’olivier du jardin",
    "arts martiaux, art martial",
    "PIERRE ET MARBRE, ATELIER",
    "en marine ou en clair",
    "IBAN donné pour la paie",
    "point fait avec la MiLo",
    "lycée victor hugo",
    "rdv rue pierre brossolette",
    "collège Jean-Jacques Rousseau",
)


def named(text):
    found = note_cautions(text, rules=RULES)
    return {one.code for one in found} & {"given_name", "person_name"}


@pytest.mark.parametrize("text", NAMING)
def test_a_text_that_names_somebody_is_warned_of(text):
    assert named(text)


@pytest.mark.parametrize("text", NAMELESS)
def test_a_daily_text_near_a_name_is_not(text):
    assert not named(text)


@pytest.mark.parametrize("text", NAMING)
def test_the_warning_never_quotes_the_name(text):
    found = note_cautions(text, rules=RULES)
    words = {word.casefold() for word in text.split() if len(word) > 3}

    assert not words & {word for one in found for word in one.text.casefold().split()}


def test_a_territory_older_than_the_names_follows_the_shipped_ones(tmp_path):
    assert read_name_rules(tmp_path) == read_name_rules(CONFIG)


def test_a_territory_may_have_names_of_its_own(tmp_path):
    shipped = (CONFIG / "names_in_text.yaml").read_text(encoding="utf-8")
    own = shipped.replace("given_names: [", "given_names: [\n  vrontalbine,", 1)
    (tmp_path / "names_in_text.yaml").write_text(own, encoding="utf-8")

    rules = read_note_rules(tmp_path)

    assert "given_name" in [
        one.code for one in note_cautions("vrontalbine absente", rules=rules)
    ]
