"""Stale news: an organisation that says nothing is not one where nothing happens."""

from collections.abc import Sequence
from dataclasses import dataclass

from cohorts.guards.caution import Caution, Severity


SILENT_DAYS = 180
MUCH = 0.1  # share of the persons from which silence weighs on the result


@dataclass(frozen=True)
class News:
    """What one organisation last established, and for whom.

    Attributes:
        organisation: its code.
        days_silent: days from its last established news to the as-of day.
        persons: young people of the cohort of whom it is the last to have told.
    """

    organisation: str
    days_silent: int
    persons: int


def stale_news(
    news: Sequence[News], *, silent_days: int = SILENT_DAYS
) -> tuple[Caution, ...]:
    """Tell which organisations have been silent, and how many that leaves in the dark.

    Args:
        news: one per organisation.
        silent_days: days of silence from which it counts.

    Returns:
        One caution about all those that are silent, else none. Their young people are
        followed to the last day established, and then interrupted: they are not
        "without outcome".
    """
    silent = [one for one in news if one.days_silent > silent_days]
    persons = float(sum(one.persons for one in silent))
    n = float(sum(one.persons for one in news))
    if not persons:
        return ()
    return (
        Caution(
            "stale-news",
            Severity.CARE if persons / n >= MUCH else Severity.KNOW,
            heads={"persons": persons, "n": n},
            settings={"days": float(silent_days)},
            names={"organisations": ", ".join(sorted(o.organisation for o in silent))},
            rests_on=("persons", "n"),
        ),
    )
