"""A number of young people and a seed → the truth, and the folder of partner files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from parcours.nomenclature import Nomenclature
from parcours.synthetic.dirt import Dirt, DirtyTable, spoil, with_forbidden_columns
from parcours.synthetic.files import Form, PartnerFile, write_partner_files
from parcours.synthetic.hazards import Hazards
from parcours.synthetic.identities import Mistakes
from parcours.synthetic.named_partners import (
    mission_locale_table,
    school_table,
    worksite_table,
)
from parcours.synthetic.nameless_partners import head_count_table, street_work_table
from parcours.synthetic.observers import (
    Habits,
    first_loss,
    follow,
    see_interviews,
    see_school,
)
from parcours.synthetic.partner_table import PartnerTable
from parcours.synthetic.population import Place, Population, day_number, populate
from parcours.synthetic.truth import Paths, live


FEW = 300
"""As many young people as the actions of a small contract reach."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a fictitious territory is drawn from.

    Attributes:
        young: number of young people.
        until: last day that any partner knows.
        hazards: of the true paths.
        habits: of the partners.
        mistakes: in identities.
        dirt: in files.
    """

    young: int
    until: date
    hazards: Hazards = field(default_factory=Hazards)
    habits: Habits = field(default_factory=Habits)
    mistakes: Mistakes = field(default_factory=Mistakes)
    dirt: Dirt = field(default_factory=Dirt)


def recipe_for(young: int, until: date) -> Recipe:
    """Choose what a territory of so many young people is drawn from.

    So few are nobody's whole town: they are those whom the actions of a contract
    reach in its neighbourhoods. More of them left school early, nearly all are met,
    and worksites take on those who are without a solution.

    Args:
        young: number of young people.
        until: last day that any partner knows.

    Returns:
        The recipe; of more than `FEW`, everybody of those ages who lives there.
    """
    if young > FEW:
        return Recipe(young=young, until=until)
    return Recipe(
        young=young,
        until=until,
        hazards=Hazards(dropout_qpv=5.0, dropout_girls=1.0, back_girls=1.0),
        habits=Habits(
            met=0.97,
            met_at_once=0.7,
            met_otherwise=0.8,
            lost=0.06,
            worksites=0.5,
            street_work=0.15,
            worksite_when_lost=0.7,
        ),
    )


@dataclass(frozen=True)
class Truth:
    """What is true, and what the product must never read.

    Attributes:
        population: who lives here.
        paths: what they live through.
        until: last day that any partner knows.
    """

    population: Population
    paths: Paths
    until: date


def invent(
    recipe: Recipe, *, places: Sequence[Place], rng: np.random.Generator
) -> Truth:
    """Draw the truth of a territory.

    Args:
        recipe: what to draw from.
        places: where one may live.
        rng: source of randomness.

    Returns:
        The truth; the same seed gives the same one.
    """
    population = populate(
        recipe.young,
        until=recipe.until,
        places=places,
        hazards=recipe.hazards,
        rng=rng,
    )
    paths = live(population, until=recipe.until, hazards=recipe.hazards, rng=rng)
    return Truth(population, paths, recipe.until)


def write_files(
    truth: Truth, folder: Path, *, recipe: Recipe, rng: np.random.Generator
) -> list[PartnerFile]:
    """Write what every partner would send.

    Args:
        truth: what is true.
        folder: where the files go; made if it is not there.
        recipe: how partners work and err.
        rng: source of randomness.

    Returns:
        The files, in the order of a year's work: schools first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until, people = day_number(truth.until), truth.population
    stays = see_school(people, truth.paths, until=until)
    followed = follow(people, truth.paths, until=until, habits=recipe.habits, rng=rng)
    told = see_interviews(truth.paths, followed)
    wrong, share = recipe.mistakes, recipe.habits
    tables = {
        "liste_scolaire": school_table(people, stays, mistakes=wrong, rng=rng),
        "mission_locale": mission_locale_table(
            people, followed, told, mistakes=wrong, rng=rng
        ),
        "prevention_specialisee": street_work_table(
            people, until=until, share=share.street_work, rng=rng
        ),
        "chantier_educatif": worksite_table(
            people,
            until=until,
            share=share.worksites,
            mistakes=wrong,
            rng=rng,
            lost_on=first_loss(people, truth.paths),
            when_lost=share.worksite_when_lost,
        ),
        "action_collective": head_count_table(people, until=until, rng=rng),
    }
    files: list[PartnerFile] = []
    for template, table in tables.items():
        partner = _PARTNERS[template]
        files += write_partner_files(
            folder,
            f"{partner.stem}_{truth.until:%Y-%m}",
            _soiled(table, partner, recipe.dirt, rng),
            form=partner.form,
            template=template,
            organisation=partner.organisation,
            identified=table.identified,
        )
    return files


def places_of(nomenclature: Nomenclature) -> list[Place]:
    """List where one may live: each commune, and each neighbourhood in force in it.

    Args:
        nomenclature: the territory's words.

    Returns:
        The places, communes first.
    """
    territories = nomenclature.territories.values()
    communes = {t.code: t for t in territories if t.kind == "commune"}
    outside = [Place(c.labels["fr"], c.postcodes[0], None) for c in communes.values()]
    inside = [
        Place(
            communes[t.commune].labels["fr"],
            communes[t.commune].postcodes[0],
            t.labels["fr"],
        )
        for t in territories
        if t.kind == "qpv" and t.valid_to is None and t.commune in communes
    ]
    return outside + inside


@dataclass(frozen=True)
class _Partner:
    organisation: str
    stem: str
    form: Form
    text: str
    date: str
    blanks: tuple[str, ...]
    forbidden: bool = False


_PARTNERS = {
    "liste_scolaire": _Partner(
        "education_nationale",
        "scolarite",
        Form(encoding="utf-8-sig"),
        "Établissement",
        "Date d'entrée",
        ("Commune", "Diplôme obtenu", "Sexe"),
        forbidden=True,
    ),
    "mission_locale": _Partner(
        "mission_locale",
        "suivi_mission_locale",
        Form(encoding="cp1252"),
        "Commune",
        "Date début situation",
        ("Nom d'usage", "Type de contrat", "Motif de fin", "Civilité"),
        forbidden=True,
    ),
    "prevention_specialisee": _Partner(
        "prevention_specialisee",
        "prevention",
        Form(ending="txt", encoding="utf-8", separator="\t"),
        "Demande initiale",
        "Date",
        ("Quartier", "Orientation vers"),
    ),
    "chantier_educatif": _Partner(
        "chantiers",
        "chantiers",
        Form(ending="xlsx", total="Heures réalisées"),
        "Intitulé du chantier",
        "Date début",
        ("Quartier", "Sexe"),
    ),
    "action_collective": _Partner(
        "agglomeration",
        "actions_collectives",
        Form(encoding="cp1252", total="Nb participants"),
        "Lieu",
        "Date",
        (),
    ),
}


def _soiled(
    table: PartnerTable, partner: _Partner, dirt: Dirt, rng: np.random.Generator
) -> DirtyTable:
    rows = table.rows
    if partner.forbidden:
        rows = with_forbidden_columns(rows, rng=rng)
    return spoil(
        rows,
        dirt=dirt,
        text_column=partner.text,
        date_column=partner.date,
        blank_columns=partner.blanks,
        rng=rng,
    )
