"""Stale news: an organisation that says nothing is not one where nothing happens."""

from collections.abc import Sequence
from dataclasses import replace

from cohorts.definition.language import CohortDefinition
from cohorts.event_table.several import News
from cohorts.guards.caution import Caution, Severity


SILENT_DAYS = 180
MUCH = 0.1  # share of the persons from which silence weighs on the result


def with_silence_rule(
    definition: CohortDefinition, *, silent_days: int = SILENT_DAYS
) -> CohortDefinition:
    """Give the twin of a cohort under the other rule on stale news.

    Args:
        definition: the cohort.
        silent_days: days without news after which the twin ends the follow-up.

    Returns:
        Where nothing ends the follow-up of the silent: the twin in which it ends at
        the last day established before a longer silence. Where a definition has such a
        rule: the twin without.
    """
    censoring = definition.censoring
    days = silent_days if censoring.lost_after_days is None else None
    return replace(definition, censoring=replace(censoring, lost_after_days=days))


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
