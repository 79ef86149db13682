"""Words as typed between two doors: slang, no accents, plurals; and daily ones."""

import pytest

from config.enumeration import all_of
from config.translation import use_language
from parcours.interventions.failures import WordsToConfirm
from parcours.people.note_cautions import NoteCaution, note_cautions
from parcours.people.note_rules import read_note_rules
from tests.record_house import CONFIG


RULES = read_note_rules(CONFIG)
TO_WARN = {
    "justice": (
        "son grand frère est en taule",
        "sorti de taule lundi",
        "un ancien taulard du quartier",
        "sortie de zonz prévue en mai",
        "le père est au trou depuis six mois",
        "derrière les barreaux jusqu’en juin",
        "à la maison d’arrêt jusqu’en mars",
        "les keufs sont passés chez lui",
        "controle par les flics hier soir",
        "embarqué par la BAC",
        "convocation OPJ jeudi",
        "rendez-vous chez le JAP",
        "en semi-liberté la semaine",
        "liberation conditionnelle demandee",
        "rappel à la loi en avril",
        "stage de citoyenneté, composition pénale",
        "audience repoussée au 12",
        "une amende à payer",
        "a fait une garde a vu",
        "fait le guet en bas de la tour",
        "choufeur depuis l’été",
        "bicravait devant la gare",
        "accusé pour vol",
        "a volé un scooter",
        "racketté par des plus grands",
        "mère victime de violences",
        "violences conjugales à la maison",
        "maltraitances dans l’enfance",
        "en famille d’accueil depuis 2019",
        "a été placé en foyer",
        "info préoccupante envoyée",
        "tombe pour extorsion",
        "got arrested by the cops",
    ),
    "origin": (
        "son père est sans papiers",
        "les sans-papiers du foyer",
        "sans papier depuis un an",
        "n’a pas ses papiers",
        "la mère n’a pas de papiers",
        "attend ses papiers pour travailler",
        "en situation irreguliere",
        "récépissés de séjour expirés",
        "demande d’asile rejetée",
        "débouté en appel",
        "logée au CADA",
        "rendez-vous OFPRA",
        "demande de naturalisation",
        "arrivé en France à 15 ans",
        "parti au bled tout l’été",
        "une bande de rebeus",
        "se dit renoi",
        "des manouches du terrain",
        "un harraga",
        "classe UPE2A, allophone",
        "parle wolof à la maison",
        "regroupement familial en cours",
        "famille guadeloupéenne",
        "came without papers",
    ),
    "health": (
        "fume des joints tous les jours",
        "fumait un pétard à la pause",
        "fume du shit",
        "bédave le soir",
        "canabis retrouvé dans le sac",
        "du bedo dans la poche",
        "prend de la codéine",
        "ballons de proto au parc",
        "arrivé défoncé à l’atelier",
        "ses consos augmentent",
        "est arrivee bourree",
        "picole le week-end",
        "boit trop depuis la rentrée",
        "a fait un coma éthylique",
        "déprime depuis la rupture",
        "a des idées noires",
        "a parlé d’envie de mourir",
        "se mutile depuis l’été",
        "a fait une TS en mars",
        "traumatisée par l’accident",
        "troubles du comportement",
        "vu par le toubib du quartier",
        "prend des médocs pour dormir",
        "ordonnance à renouveler",
        "envoyée voir l’infirmière",
        "s’est fait opérer du genou",
        "en cloque de trois mois",
        "attend un bébé pour juin",
        "sous pilule",
        "sourd d’une oreille",
        "en fauteuil roulant",
        "arrêt de travail d’un mois",
        "came in drunk",
    ),
    "religion": (
        "s’est convertie l’an dernier",
        "porte un voile depuis septembre",
        "retire son voile au travail",
        "abayas interdites, a refusé",
        "un frère salafiste",
        "toujours en kamis",
        "parle de djihad",
        "très pratiquant depuis peu",
        "entrée dans une secte",
        "ne mange pas pendant le careme",
        "servait la messe",
        "père marabout",
    ),
    "intimacy": (
        "traité de pédé en classe",
        "insultée, « gouine »",
        "a fait son coming out",
        "se dit non-binaire",
        "michetonne en ville",
        "fait le trottoir",
        "profil onlyfans",
        "photos intimes diffusées",
        "menacée d’un mariage forcé",
        "rapports sexuels non protégés",
        "vote RN",
        "délégué CGT",
    ),
}
INNOCENT = (
    # One letter, one accent or one word away from what is warned of.
    "stage court, mais utile",
    "cours de rattrapage le mercredi",
    "contrats courts depuis janvier",
    "au ballon avec l’équipe",
    "poulet et légumes à l’atelier cuisine",
    "viande trop cuite, cuisson revue",
    "poterie en terre cuite",
    "joints de carrelage refaits",
    "pose des joints, bien lissés",
    "bac pro visé, prépare le BAC",
    "fracture numérique : prêt d’un ordinateur",
    "plan de travail en bois, plâtre sec",
    "robinet ouvert, trou rebouché",
    "prend la parole en groupe",
    "a pris la parole deux fois",
    "assises de la jeunesse, inscription",
    "chaises et assises remises à neuf",
    "une place en foyer de jeunes travailleurs",
    "les papiers de l’inscription sont prêts",
    "papier peint posé à deux",
    "apporte ses papiers demain",
    "carte d’identité et passeport à refaire",
    "attestation à régulariser avant vendredi",
    "travaille bien, même au calme",
    "chambre noire à l’atelier photo",
    "tableau noir repeint",
    "papier noir et blanc",
    "soldes du Black Friday, stage de vente",
    "déporté le rendez-vous à mardi",
    "cours de voile au lac",
    "stage de voile et de rame",
    "se présente : jeune, dynamique, ponctuel",
    "fait le jeune cadre dans la saynète",
    "croyant bien faire, a rendu le dossier vide",
    "pratiquant le foot en club",
    "converti en heures, cela fait 21",
    "je vous prie de confirmer",
    "foulard de scout pour le camp",
    "règles de vie du groupe rappelées",
    "opération ville propre samedi",
    "opération jobs d’été",
    "une entreprise qui opère partout",
    "consommation d’eau du chantier relevée",
    "atelier sur la consommation responsable",
    "bourre le poêle en bois",
    "train bourré, en retard",
    "ballons et filets rangés",
    "rencontre l’infirmier du lycée pour son projet de métier",
    "école d’infirmières visitée",
    "plan de soudure réussi, soin du détail",
    "malaise dans le groupe, apaisé",
    "trouble voisinage réglé par la régie",
    "crise du logement, dossier déposé",
    "régime de l’apprentissage expliqué",
    "présence au chantier, casque et gants",
    "prototype en bois, proto à finir",
    "équipe lean de l’usine visitée",
    "le TS du lycée sera là",
    "arbre à cames démonté à l’atelier",
    "fou rire pendant l’atelier",
    "copain de classe venu avec lui",
    "vient avec sa copine",
    "syndicat mixte des transports contacté",
    "syndicat de copropriété rencontré",
    "gilets jaunes et casques fournis",
    "CV vierge apporté, rempli ensemble",
    "bi-activité restauration et vente",
    "sortie au temple du sport",
    "lycée Louis Pasteur, portes ouvertes",
    "amender le contrat avec l’employeur",
    "amandes et noix pour la vente",
    "procès-verbal de réception du chantier",
    "main courante de l’escalier repeinte",
    "cellule de reclassement de l’usine",
    "rangé au placard",
    "signalement de décrochage par le lycée",
    "préfecture : subvention accordée",
    "préparation du permis, code révisé",
    "en couple, cherche un logement",
    "vit chez ses parents",
    "garde ses frères le soir",
    "chargé de la garde des outils",
    "peinture des barreaux de l’escalier",
    "ravi de son stage en mécanique",
    "cherche un emploi en boulangerie",
    "a appelé pour prévenir de son retard",
    "vient à pied, bus supprimé",
    "dossier complet, envoyé hier",
    "ne souhaite plus la formation, veut travailler",
    "a rencontré le tuteur : bon contact",
    "reporté à la semaine prochaine",
    "lettre de motivation corrigée",
    "visite du CFA prévue avec sa mère",
    "compte bancaire ouvert",
    "chèque énergie demandé",
    "recherche d’un stage de troisième",
    "convention de stage signée",
    "essai concluant au chantier, cinq jours",
    "demande un logement, dossier à compléter",
    "inscrit à la salle, deux fois par semaine",
    "apprend l’anglais avec une application",
    "aide au budget : reste 80 euros",
    "rendez-vous non honoré, message laissé",
    "revient vers nous après l’été",
    "volontaire pour la prochaine équipe",
    "vole de ses propres ailes",
    "plan de vol du drone, atelier photo",
)


def codes(text):
    return [one.code for one in note_cautions(text, rules=RULES)]


@pytest.mark.parametrize(
    ("text", "theme"),
    [(text, theme) for theme, texts in TO_WARN.items() for text in texts],
)
def test_what_is_said_in_slang_or_without_accents_is_warned_of(text, theme):
    assert theme in codes(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_a_daily_sentence_near_those_words_is_not(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("texts", "row"),
    [
        ((), ""),
        (("santé",), "santé"),
        (("santé", "justice"), "santé et justice"),
        (("santé", "justice", "un prénom"), "santé, justice et un prénom"),
    ],
)
def test_what_was_found_is_listed_with_commas(texts, row):
    assert all_of(texts) == row


def test_the_question_before_saving_lists_what_was_found_with_commas():
    found = [NoteCaution(text, text) for text in ("santé", "justice", "un prénom")]

    asked = WordsToConfirm("note", found)

    assert asked.what == "Ce texte semble parler de : santé, justice et un prénom."


def test_what_was_found_is_listed_in_english_too():
    use_language("en")
    try:
        assert all_of(("health", "justice", "a given name")) == (
            "health, justice and a given name"
        )
    finally:
        use_language("fr")


def test_the_tables_are_long_enough_to_tell_something():
    assert sum(map(len, TO_WARN.values())) >= 60
    assert len(set(INNOCENT)) >= 60
