"""The stated hazards from which true life paths are drawn.

Everything that drives the fictitious territory stands here, in rates per person-year
unless said, so that a reader can recompute what an estimate ought to find. The values
are invented: they give plausible shapes, they describe no real territory.
"""

from dataclasses import dataclass, field


DAYS_PER_YEAR = 365.25

SITUATIONS = (
    "college",
    "lycee",
    "apprentissage",
    "contrat_pro",
    "formation_pro",
    "sre",
    "etudes_sup",
    "emploi_durable",
    "emploi_transition",
    "emploi_aide_iae",
    "service_civique",
    "rupture_scolaire",
    "decroche",
    "accompagne_sans_solution",
    "recherche_emploi",
    "inactif",
)
CODE = {name: number for number, name in enumerate(SITUATIONS)}
NEET = tuple(CODE[name] for name in SITUATIONS[-5:])
SCHOOL = tuple(CODE[name] for name in ("college", "lycee", "apprentissage"))

Shares = dict[str, float]


@dataclass(frozen=True)
class Stay:
    """How one leaves a situation that is a solution or schooling.

    Attributes:
        days: planned length in days, or None where the end is not planned.
        planned: where one goes at the planned end, shares that sum to 1.
        breaks: rate of an early end, per year.
        broken: where one goes then, shares that sum to 1.
        hard: whether sex and neighbourhood weigh on early ends, as for dropout.
    """

    days: int | None
    planned: Shares
    breaks: float
    broken: Shares
    hard: bool = False


_NEXT_OR_RELAPSE: Shares = {
    "recherche_emploi": 0.42,
    "decroche": 0.08,
    "emploi_transition": 0.22,
    "formation_pro": 0.10,
    "emploi_durable": 0.10,
    "apprentissage": 0.08,
}
_AFTER_LYCEE: Shares = {
    "etudes_sup": 0.52,
    "apprentissage": 0.12,
    "emploi_transition": 0.14,
    "emploi_durable": 0.08,
    "recherche_emploi": 0.08,
    "contrat_pro": 0.03,
    "service_civique": 0.03,
}
_AFTER_STUDIES: Shares = {
    "emploi_durable": 0.60,
    "emploi_transition": 0.28,
    "recherche_emploi": 0.12,
}
_BROKEN: Shares = {"decroche": 0.8, "recherche_emploi": 0.2}


def _stays() -> dict[str, Stay]:
    loose = _NEXT_OR_RELAPSE
    return {
        "college": Stay(1461, {"lycee": 0.82, "apprentissage": 0.18}, 0.004, _BROKEN),
        "lycee": Stay(1096, _AFTER_LYCEE, 0.13, _BROKEN, hard=True),
        "apprentissage": Stay(730, _AFTER_STUDIES, 0.16, _BROKEN, hard=True),
        "contrat_pro": Stay(365, _AFTER_STUDIES, 0.25, loose),
        "formation_pro": Stay(None, loose, 365.25 / 210, loose),
        "sre": Stay(None, loose, 365.25 / 260, loose),
        "etudes_sup": Stay(1096, _AFTER_STUDIES, 0.08, {"recherche_emploi": 1.0}),
        "emploi_durable": Stay(None, loose, 365.25 / 1000, loose),
        "emploi_transition": Stay(None, loose, 365.25 / 120, loose),
        "emploi_aide_iae": Stay(None, loose, 365.25 / 220, loose),
        "service_civique": Stay(243, loose, 0.3, loose),
    }


@dataclass(frozen=True)
class Hazards:
    """Rates of the true life paths; piecewise constant, by sex, neighbourhood, age.

    Attributes:
        stays: how one leaves each situation other than the ones without solution.
        dropout_qpv, dropout_girls: factors on early ends of schooling.
        back_until_days: ends of the first pieces of time since the loss of a
            solution, in days; the last piece has no end.
        back_per_year: rate of finding a solution in each piece.
        back_qpv, back_girls: factors on it.
        back_to, back_to_minor: where one goes, from 18 years on and before.
        drifts: rates of moving among the situations without solution.
        deaths: rate of death; leaves: rate of leaving the territory for good.
        moves: rate of moving house inside the territory.
        renames: share of the girls, and a tenth of it of the boys, whose surname
            changes between 18 and 25.
    """

    stays: dict[str, Stay] = field(default_factory=_stays)
    dropout_qpv: float = 1.7
    dropout_girls: float = 0.75
    back_until_days: tuple[int, ...] = (90, 365)
    back_per_year: tuple[float, ...] = (0.95, 0.68, 0.36)
    back_qpv: float = 0.8
    back_girls: float = 0.92
    back_to: Shares = field(
        default_factory=lambda: {
            "formation_pro": 0.28,
            "apprentissage": 0.14,
            "contrat_pro": 0.05,
            "emploi_transition": 0.26,
            "emploi_aide_iae": 0.10,
            "emploi_durable": 0.08,
            "service_civique": 0.09,
        }
    )
    back_to_minor: Shares = field(
        default_factory=lambda: {
            "formation_pro": 0.38,
            "apprentissage": 0.27,
            "sre": 0.20,
            "emploi_transition": 0.05,
            "service_civique": 0.10,
        }
    )
    drifts: dict[str, dict[str, float]] = field(
        default_factory=lambda: {
            "decroche": {"accompagne_sans_solution": 1.4, "inactif": 0.06},
            "accompagne_sans_solution": {"recherche_emploi": 0.5, "inactif": 0.05},
            "recherche_emploi": {"accompagne_sans_solution": 0.6, "inactif": 0.05},
            "inactif": {"recherche_emploi": 0.6},
        }
    )
    deaths: float = 0.0006
    leaves: float = 0.03
    moves: float = 0.06
    renames: float = 0.08
