"""Words warned of, in the forms in which they are written; and those that are not."""

import pytest

from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import _stem, read_note_rules
from tests.record_house import CONFIG


RULES = read_note_rules(CONFIG)
FAMILIES = {
    "health": (
        "malade maladie maladies; médecin médecins médecine; médical médicaux "
        "médicaments médicamenteux; hôpital hôpitaux hospitalisé hospitalisation "
        "hospitalier; psychiatre psychiatrique psychologue psychologique psychose "
        "psys psychotrope; dépression dépressif dépressive antidépresseur "
        "antidépresseurs; suicide suicidaire suicidé; scarification scarifie; addict "
        "addictif addictions addictologue; drogue drogues drogué droguée toxicomane "
        "toxicomanie; cannabis cannabique; shit crack cocaïne cocaïnomane; alcool "
        "alcoolique alcoolisé; grossesse grossesses avortement; handicap handicapé "
        "handicapée; autiste autisme autistique; schizo schizophrène schizophrénie; "
        "bipolaire bipolaires bipolarité; séropositif séropositive séropositivité; "
        "cancer cancéreux cancérologue; diabète diabétique diabétiques; épilepsie "
        "épileptique; asthme asthmatique asthmatiques; tuberculose tuberculeux; "
        "thérapie thérapeute psychothérapie chimiothérapie; anorexie anorexique "
        "boulimie boulimique; angoisse angoisses angoissé; hyperactif hyperactive "
        "hyperactivité; phobie phobique; TCA HP IME ITEP SESSAD TDAH"
    ),
    "justice": (
        "judiciaire judiciaires; juge juges jugée jugement jugements; tribunal "
        "tribunaux TJ; police policier policiers commissariat; gendarme gendarmerie; "
        "plainte plaintes; prison prisonnier; détention détenu détenue; incarcéré "
        "incarcération écroué; condamné condamnation; délit délits délinquant "
        "délinquance; infraction infractions; interpellé interpellation; comparution "
        "comparutions comparaître; trafic trafiquant; deal dealer dealeur; stup stups "
        "stupéfiants; cambriolage cambrioleur cambriolé; braquage braqueur; viol "
        "violée violeur; avocat avocate; ASE AEMO PJJ TIG SPIP"
    ),
    "origin": (
        "étranger étrangère étrangères; nationalité nationalités; immigré "
        "immigration; migrant migrante migratoire; clandestin clandestine; réfugié "
        "réfugiée; ethnie ethnique; race racial; maghrébin Maghreb; africain Afrique; "
        "Algérie algérien algérienne; Maroc marocaine; Tunisie tunisien; Mali "
        "malienne; Sénégal sénégalais; Comores comorien; Congo congolais congolaise; "
        "Syrie syrien syrienne; Kabyle kabyles Kabylie; turc turcs turque Turquie; "
        "Roumanie roumaine; bulgare Bulgarie; afghan Afghanistan; Tchétchénie "
        "tchétchène; guinéen Guinée ivoirienne; gitan gitane roms"
    ),
    "religion": (
        "religion religieux religieuse; musulman musulmane; islam islamique "
        "islamiste; catholique catholicisme; chrétien chrétienne; juif juive "
        "judaïsme; protestant protestantisme; bouddhiste bouddhisme; mosquée "
        "mosquées; synagogue; ramadan; imam imams; prière prières prier; radicalisé "
        "radicalisation; évangélique évangéliste Coran coranique"
    ),
    "intimacy": (
        "homosexuel homosexuelle homosexualité; gay gays; lesbienne lesbiennes; "
        "bisexuel bisexualité; trans transgenre transsexuel transsexualité "
        "transidentité; prostitué prostitution; syndiqué syndicaliste; militant "
        "militante milite"
    ),
}
FORMS = [
    (form, theme)
    for theme, forms in FAMILIES.items()
    for form in forms.replace(";", " ").split()
]
PHRASES = [
    ("sous traitement depuis mars", "health"),
    ("prend son traitement le soir", "health"),
    ("fait des crises d’angoisse", "health"),
    ("suit une cure", "health"),
    ("fausse couche en juin", "health"),
    ("deux fausses couches", "health"),
    ("est resté à l’HP", "health"),
    ("sort de l’hp demain", "health"),
    ("orienté vers l’IME", "health"),
    ("convoqué au TJ", "justice"),
    ("convoquée au tj lundi", "justice"),
    ("des gardes à vue", "justice"),
    ("sa mise en examen", "justice"),
    ("suivi par l’ase", "justice"),
    ("en MECS depuis un an", "justice"),
    ("refaire son titre séjour", "origin"),
    ("titres de séjour à refaire", "origin"),
    ("carte de séjour", "origin"),
    ("sans papier depuis 2022", "origin"),
    ("fête de l’Aïd", "religion"),
]
ORDINARY = [
    "Abonnement de transport à renouveler",
    "transmettre le dossier à l’employeur",
    "les transports en commun depuis le quartier",
    "transfert du dossier vers l’autre antenne",
    "dossier transmis hier",
    "phase d’essai terminée, base acquise",
    "la crise du logement complique la recherche",
    "aime le travail en équipe",
    "régime de l’alternance expliqué",
    "a estimé ses besoins de logement",
    "logiciel de traitement de texte, bon niveau",
    "le traitement de la demande prend trois semaines",
    "entreprise de sous-traitance visitée",
    "robe violette pour l’entretien",
    "apprend le violon et le solfège",
    "stupéfait par la réponse, mais content",
    "comparaison de deux offres de formation",
    "comparait les offres avec méthode",
    "s’est braqué au début, puis a parlé",
    "est tj motivé pour l’atelier",
    "vient avec les mecs de l’équipe",
    "stage en droguerie, rayon peinture",
    "rempli le formulaire à temps",
    "vise un bac pro cuisine",
    "cherche un apprentissage en boulangerie",
    "CV relu, lettre à finir pour lundi",
    "entretien d’embauche jeudi à 10 h",
    "absent, excusé par message",
    "venu en retard, bus en panne",
    "premier rendez-vous, bon échange",
    "projet de CAP mécanique automobile",
    "a visité deux ateliers de soudure",
    "carte d’identité à refaire en mairie",
    "dossier de bourse déposé",
    "aide au permis de conduire demandée",
    "hébergé chez un ami pour deux nuits",
    "demande de logement social renouvelée",
    "inscription à la salle de sport",
    "match de football dimanche",
    "chantier éducatif de peinture, 35 h",
    "contrat signé pour six mois",
    "période d’essai validée",
    "formation de secrétaire, rentrée en septembre",
    "rappeler l’employeur mardi matin",
    "a appelé pour décaler le rendez-vous",
    "bilan de stage très positif",
    "le tuteur est satisfait, ponctuel et poli",
    "se présente bien, parle peu",
    "reprise d’études envisagée",
    "test de niveau en mathématiques",
    "atelier d’écriture avec le groupe",
    "ne répond plus depuis deux semaines",
    "message laissé sur le répondeur",
    "passage à la permanence sans rendez-vous",
    "rencontre avec les parents au domicile",
    "budget du mois revu ensemble",
    "ouverture d’un compte à la banque",
    "recherche de stage en mairie",
    "sortie au musée avec le groupe",
    "veut devenir militaire ou pompier",
    "travail soigné, avec soin et méthode",
    "rotation des équipes le samedi",
    "service civique à partir d’octobre",
    "convoqué à une réunion d’information",
    "crèche trouvée pour son enfant",
    "le local de la maison de quartier",
]


def codes(text):
    return [one.code for one in note_cautions(text, rules=RULES)]


@pytest.mark.parametrize(("form", "theme"), FORMS)
def test_every_form_of_a_listed_family_is_warned_of(form, theme):
    assert theme in codes(f"on dit {form} ici")


@pytest.mark.parametrize(("text", "theme"), PHRASES)
def test_words_that_go_together_are_warned_of_in_their_usual_forms(text, theme):
    assert theme in codes(text)


def test_ordinary_sentences_of_social_work_are_not_warned_of():
    warned = {text: codes(text) for text in ORDINARY if codes(text)}

    assert len(set(ORDINARY)) >= 60
    assert warned == {}


@pytest.mark.parametrize("daily", ["hp", "tj", "mecs", "ulis"])
def test_letters_listed_in_capitals_are_found_in_capitals_alone(daily):
    assert codes(f"des {daily} ici") == []
    assert codes(f"des {daily.upper()} ici") != []


@pytest.mark.parametrize(
    ("listed", "regex"),
    [("Hôpit*", r"hopit\w*"), ("*depress*", r"\w*depress\w*"), ("HP", "HP")],
)
def test_a_star_takes_the_letters_on_its_side(listed, regex):
    assert _stem(listed) == regex
