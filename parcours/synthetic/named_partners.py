"""What schools, the mission locale and worksites send: rows with a civil identity."""

import numpy as np
import pandas as pd

from parcours.synthetic.hazards import DAYS_PER_YEAR, SITUATIONS
from parcours.synthetic.identities import Mistakes, describe
from parcours.synthetic.observers import Followed
from parcours.synthetic.partner_table import (
    Objects,
    PartnerTable,
    Rng,
    date_cells,
    taken,
)
from parcours.synthetic.population import Ints, Population


SCHOOLS = (
    ("Collège des Marronniers-Bleus", "9990101A", "college"),
    ("Collège Port-aux-Grives", "9990102B", "college"),
    ("Collège du Moulin d’Orvain", "9990103C", "college"),
    ("Lycée de la Rivelle", "9990201D", "lycee"),
    ("Lycée professionnel des Quatre-Ponts", "9990202E", "lycee"),
)
_DIVISIONS = {"college": "3EME B", "lycee": "TERM 2", "apprentissage": ""}
_COURSES = {
    "college": "3EME",
    "lycee": "BAC PRO",
    "apprentissage": "CAP EN APPRENTISSAGE",
}
_MILO = {
    "college": ("Collège", "", "VI"),
    "lycee": ("Scolarité", "", "V bis"),
    "sre": ("Retour à l'école", "", "V"),
    "etudes_sup": ("Étudiant", "", "IV"),
    "apprentissage": ("Contrat en Alternance", "Apprentissage", "V"),
    "contrat_pro": ("Contrat en Alternance", "Contrat pro", "V"),
    "formation_pro": ("Formation", "", "V"),
    "emploi_durable": ("Emploi", "CDI", "V"),
    "emploi_transition": ("Emploi", "CDD", "V bis"),
    "emploi_aide_iae": ("Emploi", "CDDI", "V bis"),
    "service_civique": ("Contrat de volontariat - bénévolat", "Service civique", "V"),
    "rupture_scolaire": ("Rupture scolaire", "", "VI"),
    "decroche": ("Sans situation", "", "VI"),
    "accompagne_sans_solution": ("Demandeur d'emploi", "", "V bis"),
    "recherche_emploi": ("Demandeur d'emploi", "", "V"),
    "inactif": ("Inactif", "", "V bis"),
}
_ENDS = {
    "lost": "Perdu de vue",
    "left": "Déménagement",
    "died": "Décès",
    "age": "Limite d'âge",
    "": "",
}
_SITES = ("Fresque du gymnase", "Jardins du Marl", "Peinture de halls", "Sentier")


def school_table(
    population: Population, stays: pd.DataFrame, *, mistakes: Mistakes, rng: Rng
) -> PartnerTable:
    """Write the lists of the schools.

    Args:
        population: who lives here.
        stays: from `observers.see_school`.
        mistakes: of identities.
        rng: source of randomness.

    Returns:
        One row per stay; a record is a pupil in one school.
    """
    person = stays["person"].to_numpy()
    situation = np.array(SITUATIONS)[stays["situation"]]
    school = _school_of(population, person, situation)
    keys, first, record = np.unique(
        person * len(SCHOOLS) + school, return_index=True, return_inverse=True
    )
    day = stays["entry"].to_numpy()[first]
    who = _who(population, keys // len(SCHOOLS), day, 0.55, mistakes, rng, record)
    dropped, current = stays["dropped_out"].to_numpy(), stays["current"].to_numpy()
    moved = stays["moved_away"].to_numpy()
    lost_on = date_cells(stays["exit"].to_numpy() + dropped)
    rows = pd.DataFrame(
        {
            "Nom": who["surname"],
            "Prénom": who["given"],
            "Date de naissance": who["birth"],
            "Sexe": who["sex"],
            "Établissement": taken([s[0] for s in SCHOOLS], school),
            "UAI": taken([s[1] for s in SCHOOLS], school),
            "MEF": [_COURSES[s] for s in situation],
            "Division": [_DIVISIONS[s] for s in situation],
            "Date d'entrée": date_cells(stays["entry"]),
            "Date de sortie": date_cells(stays["exit"]),
            "Motif de sortie": np.select(
                [current, dropped, moved],
                ["", "Sans solution", "Déménagement"],
                "Fin de scolarité",
            ),
            "Commune": who["commune"],
            "Code postal": who["postcode"],
            "Diplôme obtenu": np.where(stays["graduated"], _diploma(situation), ""),
            "Date de repérage": np.where(dropped, lost_on, ""),
            "Situation PSAD": np.where(dropped, "Sans solution", ""),
            "_person": person,
            "_record": record,
        }
    )
    return PartnerTable(rows, identified=True)


def mission_locale_table(
    population: Population,
    followed: Followed,
    told: pd.DataFrame,
    *,
    mistakes: Mistakes,
    rng: Rng,
) -> PartnerTable:
    """Write the export of the mission locale.

    Args:
        population: who lives here.
        followed: whom it follows.
        told: from `observers.see_interviews`.
        mistakes: of identities.
        rng: source of randomness.

    Returns:
        One row per situation; a record is a file (dossier).
    """
    row = told["row"].to_numpy()
    person = followed.person
    who = _who(population, person, followed.first, 1.0, mistakes, rng, row)
    situation = np.array(SITUATIONS)[told["situation"]]
    words = [_MILO[s] for s in situation]
    names = np.array([_ENDS[e] for e in followed.end], dtype=object)
    usage = np.where(who["surname"] != who["birth_surname"], who["surname"], "")
    support = rng.choice(["PACEA", "CEJ", "Suivi"], len(person), p=[0.45, 0.25, 0.3])
    rows = pd.DataFrame(
        {
            "N° dossier": np.char.add("ML", (100_000 + row).astype("U9")).astype(
                object
            ),
            "Nom de naissance": who["birth_surname"],
            "Nom d'usage": usage,
            "Prénom": who["given"],
            "Date de naissance": who["birth"],
            "Civilité": who["sex"].map({"F": "Mme", "M": "M.", "": ""}),
            "Code postal": who["postcode"],
            "Commune": who["commune"],
            "QPV": np.where(who["area"] == "", "Non", who["area"]),
            "Conseiller référent": taken(
                ["C. 01", "C. 02", "C. 03", "C. 04"], person[row] % 4
            ),
            "Date 1er accueil": date_cells(followed.first)[row],
            "Dispositif": support.astype(object)[row],
            "Date début dispositif": date_cells(followed.first)[row],
            "Date fin dispositif": date_cells(followed.ended)[row],
            "Motif de fin": names[row],
            "Situation": [w[0] for w in words],
            "Type de contrat": [w[1] for w in words],
            "Date début situation": date_cells(told["starts"]),
            "Date fin situation": date_cells(told["ends"]),
            "Niveau de formation": [w[2] for w in words],
            "Date dernier entretien": date_cells(followed.last)[row],
            "_person": person[row],
            "_record": row,
        }
    )
    return PartnerTable(rows, identified=True)


def worksite_table(
    population: Population,
    *,
    until: int,
    share: float,
    mistakes: Mistakes,
    rng: Rng,
    lost_on: Ints | None = None,
    when_lost: float = 0.0,
) -> PartnerTable:
    """Write the attendance of educational worksites, in school holidays.

    Args:
        population: who lives here.
        until: last day known.
        share: of young people ever on one.
        mistakes: of identities.
        rng: source of randomness.
        lost_on: day on which each lost a first solution, `NEVER` without one.
        when_lost: share of those who did who are taken on one in the year after.

    Returns:
        One row per young person and worksite.
    """
    n = len(population)
    weight = np.where(population.in_qpv, 1.5, 0.6)
    person = np.flatnonzero(rng.random(n) < share * weight)
    person = np.repeat(person, rng.integers(1, 4, len(person)))
    age = rng.uniform(14.5, 20, len(person))
    day = population.birth[person] + (age * DAYS_PER_YEAR).astype(np.int64)
    if lost_on is not None and when_lost:
        after = np.flatnonzero((lost_on < until) & (rng.random(n) < when_lost))
        sixteen = population.birth[after] + int(16 * DAYS_PER_YEAR)
        begun = np.maximum(lost_on[after], sixteen)
        person = np.concatenate((person, after))
        day = np.concatenate((day, begun + rng.integers(0, 200, len(after))))
    week = _holiday(day)
    gone = np.minimum(population.left_on, population.died_on)[person]
    kept = (week + 4 < np.minimum(gone, until)) & (week > until - 3652)
    kept[kept] &= ~pd.Series(person[kept] * 2**20 + week[kept]).duplicated().to_numpy()
    person, week = person[kept], week[kept]
    keys, first, record = np.unique(person, return_index=True, return_inverse=True)
    who = _who(population, keys, week[first], 0.2, mistakes, rng, record)
    came = rng.choice(["Présent", "Présent", "Présent", "Abandon"], len(person))
    hours = np.where(came == "Abandon", rng.integers(3, 20, len(person)), 25)
    rows = pd.DataFrame(
        {
            "Intitulé du chantier": taken(list(_SITES), person % len(_SITES)),
            "Lieu": who["commune"],
            "Date début": date_cells(week),
            "Date fin": date_cells(week + 4),
            "Nom": who["surname"],
            "Prénom": who["given"],
            "Code jeune": np.char.add("CH", (5000 + record).astype("U9")).astype(
                object
            ),
            "Date de naissance": who["birth"],
            "Sexe": who["sex"].map({"F": "Fille", "M": "Garçon", "": ""}),
            "Quartier": who["area"],
            "Heures prévues": "25",
            "Heures réalisées": hours.astype("U3").astype(object),
            "Type de contrat": rng.choice(
                ["CDD d'usage AI", "Contrepartie"], len(week)
            ),
            "Employeur": "Association intermédiaire du Marl",
            "Encadrant": "E. 07",
            "Autorisation parentale": "Oui",
            "Autorisation inspection du travail": "",
            "Présence": came.astype(object),
            "Suite donnée": "",
            "_person": person,
            "_record": record,
        }
    )
    return PartnerTable(rows, identified=True)


def _school_of(population: Population, person: Ints, situation: Objects) -> Ints:
    """Pupils of a commune go to one collège; lycées are drawn by birth day."""
    lower = population.place[person] % 3
    upper = 3 + population.birth[person] % 2
    return np.where(situation == "college", lower, upper)


def _who(
    population: Population,
    person: Ints,
    day: Ints,
    capitals: float,
    mistakes: Mistakes,
    rng: Rng,
    record: Ints,
) -> pd.DataFrame:
    """Describe each record once, then give every row its record's identity."""
    described = describe(
        population, person, day=day, capitals=capitals, mistakes=mistakes, rng=rng
    )
    return described.iloc[record].reset_index(drop=True)


def _diploma(situation: Objects) -> Objects:
    words = {"college": "DNB", "lycee": "Bac pro", "apprentissage": "CAP"}
    return np.array([words[s] for s in situation], dtype=object)


def _holiday(day: Ints) -> Ints:
    """The Monday on which that year's July holidays open, later in even weeks."""
    year = day.astype("datetime64[D]").astype("datetime64[Y]")
    july = (year.astype("datetime64[M]") + 6).astype("datetime64[D]").astype(np.int64)
    monday = july + (4 - july) % 7  # day 4 since 1970-01-01 is a Monday
    return monday + 7 * (day % 6)
