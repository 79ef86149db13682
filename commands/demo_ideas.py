"""What the demonstration’s contract is about: everything invented."""

from dataclasses import dataclass


FORMER, NOW = "CV2015", "Q2030"
LEVELS = (  # code, name, level, above
    ("jeunesse", "Jeunesse : de la préadolescence à l’emploi", "priority", None),
    ("quartier", "Vivre ensemble dans un quartier agréable", "priority", None),
    ("emploi", "Emploi et développement pour tous", "priority", None),
    (
        "raccrocher",
        "Retrouver une solution après un décrochage",
        "objective",
        "jeunesse",
    ),
    ("agir", "Agir et s’engager à l’adolescence", "objective", "jeunesse"),
    ("apaiser", "Apaiser et embellir l’espace public", "objective", "quartier"),
    ("apprendre", "Lire, écrire, se soigner, à tout âge", "objective", "quartier"),
    ("embaucher", "Rapprocher habitants et employeurs", "objective", "emploi"),
    ("egalite", "Égalité femmes-hommes", "axis", None),
    ("numerique", "Lutte contre la fracture numérique", "axis", None),
)
OLD_LEVELS = (
    ("reussite", "Réussite éducative", "objective", "cohesion"),
    ("insertion", "Insertion des jeunes", "objective", "emploi"),
    ("cadre", "Gestion urbaine de proximité", "objective", "cadre_vie"),
)


@dataclass(frozen=True)
class Idea:
    """An application of the demonstration, and the state that it has reached."""

    code: str
    title: str
    holder: str
    objective: str
    theme: str
    euros: int
    state: str
    summary: str
    opinion: str = "favourable"


IDEAS = (
    Idea(
        "CHANTIER",
        "Peinture de halls",
        "chantiers",
        "raccrocher",
        "emploi",
        48_000,
        "running",
        "Des jeunes de 16 à 21 ans rénovent des halls et des locaux, par "
        "équipes de huit, avec un contrat et un salaire.",
    ),
    Idea(
        "RELANCE",
        "Relance : trois mois pour rebondir",
        "mission_locale",
        "raccrocher",
        "emploi",
        62_000,
        "running",
        "Un accompagnement de trois mois pour les jeunes sans solution : "
        "ateliers le matin, entreprises l’après-midi.",
    ),
    Idea(
        "RUE",
        "Présence dans la rue le soir",
        "prevention_specialisee",
        "agir",
        "prevention",
        54_000,
        "running",
        "Deux éducateurs vont à la rencontre des adolescents, le soir et "
        "le samedi, là où ils se retrouvent.",
    ),
    Idea(
        "VVV",
        "Ville Vie Vacances",
        "agglomeration",
        "agir",
        "culture",
        30_000,
        "reported",
        "Sorties, sport et ateliers pendant les vacances, pour ceux qui "
        "ne partent pas.",
    ),
    Idea(
        "JARDIN",
        "Jardins du Marl",
        "chantiers",
        "apaiser",
        "cadre_de_vie",
        12_000,
        "closed",
        "Les habitants cultivent ensemble un terrain au pied des "
        "immeubles, avec l’aide d’une animatrice.",
    ),
    Idea(
        "LECTURE",
        "Lire à tout âge",
        "education_nationale",
        "apprendre",
        "education",
        9_500,
        "running",
        "Un atelier de lecture pour les adultes, deux soirs par semaine, "
        "dans une salle de l’école.",
    ),
    Idea(
        "CINEMA",
        "Cinéma en plein air",
        "agglomeration",
        "apaiser",
        "culture",
        7_000,
        "reported",
        "Quatre séances gratuites, en été, choisies par les habitants.",
    ),
    Idea(
        "BASKET",
        "Basket pour toutes",
        "prevention_specialisee",
        "agir",
        "sport",
        8_000,
        "running",
        "Un créneau réservé aux filles de 11 à 17 ans, et un tournoi "
        "ouvert au printemps.",
        "reserved",
    ),
    Idea(
        "SANTE",
        "Un point santé au pied de la tour",
        "agglomeration",
        "apprendre",
        "sante",
        15_000,
        "running",
        "Une permanence chaque mercredi pour s’informer, être orienté et "
        "prendre rendez-vous.",
    ),
    Idea(
        "MEDIATION",
        "Médiateurs de nuit",
        "agglomeration",
        "apaiser",
        "mediation",
        80_000,
        "funded",
        "Quatre médiateurs marchent dans le quartier de 18 heures à "
        "minuit et appellent les services.",
    ),
    Idea(
        "NUMERIQUE",
        "Ordinateurs et coups de main",
        "mission_locale",
        "apprendre",
        "numerique",
        11_000,
        "running",
        "Des ordinateurs réparés, prêtés aux familles, et une aide pour les démarches.",
    ),
    Idea(
        "PERMIS",
        "Vers le permis",
        "chantiers",
        "embaucher",
        "mobilite",
        18_000,
        "running",
        "Le code et la conduite en échange d’heures d’utilité sociale.",
    ),
    Idea(
        "STAGES",
        "Des stages de troisième pour tous",
        "education_nationale",
        "embaucher",
        "emploi",
        6_000,
        "funded",
        "Trente employeurs ouvrent leurs portes aux élèves qui n’ont pas de réseau.",
    ),
    Idea(
        "FORUM",
        "Forum des métiers",
        "agglomeration",
        "embaucher",
        "emploi",
        10_000,
        "running",
        "Une journée où les employeurs viennent au pied des immeubles.",
    ),
    Idea(
        "FRESQUE",
        "Une fresque sur le château d’eau",
        "chantiers",
        "apaiser",
        "culture",
        22_000,
        "cancelled",
        "Un artiste et des habitants peignent ensemble le château d’eau.",
    ),
    Idea(
        "QUAD",
        "Initiation au quad",
        "agglomeration",
        "agir",
        "sport",
        40_000,
        "refused",
        "Des séances de quad sur un terrain hors de la ville.",
        "unfavourable",
    ),
)
NEXT = (
    Idea(
        "N-CUISINE",
        "Une cuisine de quartier",
        "agglomeration",
        "apprendre",
        "sante",
        14_000,
        "draft",
        "Une cuisine ouverte trois jours par semaine pour cuisiner et manger ensemble.",
    ),
    Idea(
        "N-VELO",
        "Apprendre le vélo à tout âge",
        "prevention_specialisee",
        "apprendre",
        "mobilite",
        5_000,
        "submitted",
        "Des cours de vélo pour adultes et enfants, et un atelier de réparation.",
    ),
    Idea(
        "N-THEATRE",
        "Théâtre forum au collège",
        "education_nationale",
        "agir",
        "culture",
        9_000,
        "instruction",
        "Des collégiens écrivent et jouent des scènes sur le harcèlement.",
    ),
    Idea(
        "N-NUIT",
        "Une permanence jeunes le samedi soir",
        "prevention_specialisee",
        "agir",
        "prevention",
        26_000,
        "council",
        "Un lieu ouvert le samedi de 20 heures à minuit, tenu par deux éducateurs.",
    ),
    Idea(
        "N-BANCS",
        "Des bancs et de l’ombre",
        "agglomeration",
        "apaiser",
        "cadre_de_vie",
        35_000,
        "council",
        "Vingt bancs et quarante arbres, placés avec les habitants.",
    ),
    Idea(
        "N-ALTERNANCE",
        "Cap alternance",
        "mission_locale",
        "embaucher",
        "emploi",
        42_000,
        "committee",
        "Préparer quarante jeunes à un contrat d’apprentissage, avec douze employeurs.",
    ),
    Idea(
        "N-RADIO",
        "La radio du quartier",
        "chantiers",
        "agir",
        "culture",
        16_000,
        "postponed",
        "Des jeunes et des anciens font ensemble une émission par mois.",
        "reserved",
    ),
    Idea(
        "N-KARTING",
        "Sorties karting",
        "agglomeration",
        "agir",
        "sport",
        12_000,
        "withdrawn",
        "Six sorties au circuit pendant les vacances.",
    ),
)
BEFORE = ("submitted", "instruction", "council", "committee")


WORDS = {
    "favourable": "Utile aux habitants ; le conseil souhaite être invité.",
    "reserved": "Oui, si les horaires sont choisis avec les jeunes.",
    "unfavourable": "Trop cher pour trop peu de participants.",
}
REASONS = {
    "refused": "Coût par participant trop élevé, peu d’habitants du quartier.",
    "postponed": "Le comité demande un second devis et un calendrier.",
    "withdrawn": "Le porteur renonce.",
    "cancelled": "Le mur ne peut être peint avant des travaux.",
}
QUESTIONS = {
    "JARDIN": (
        "Qui arrose au mois d’août ?",
        "Un tour est affiché ; le bailleur prête l’eau.",
    ),
    "BASKET": (
        "Pourquoi pas un créneau le samedi ?",
        "Le gymnase est pris ; demandé pour la rentrée.",
    ),
    "N-NUIT": ("Le lieu sera-t-il accessible en fauteuil ?", ""),
    "N-BANCS": ("Peut-on en mettre près de l’école ?", ""),
}
