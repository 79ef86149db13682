"""Breakdowns that only the future tells: refused, with the ways that are right.

A group is a profile at the origin. "Took part", "came back", "was lost" are told by
what follows: to be in such a group one had first to stay without outcome (immortal
time), or to have had it.
"""

from cohorts.definition.language import CohortDefinition
from config.reading import ConfigurationRefused, Entry
from config.translation import _


EVER = ("ever", "baseline", "any_time")  # what people write for "took part or not"
LATER = (
    *EVER,
    "exposure",
    "exposures",
    "exposed",
    "intervention",
    "interventions",
    "situation",
    "situations",
    "follow_up",
    "outcome",
    "competing",
)
BLOCKS = ("exposures", "outcome", "competing")  # blocks of a definition, with a code


def is_told_later(group: str, *, definition: CohortDefinition) -> bool:
    """Tell whether a breakdown names something that happens after the origin.

    Args:
        group: the breakdown asked for.
        definition: the cohort.

    Returns:
        True for an exposure or an end of the definition, and for words like
        "intervention:NAME".
    """
    named = {one.code for one in definition.exposures}
    named |= {one.code for one in definition.causes}
    followed = {
        code
        for one in definition.exposures
        for code in (*one.interventions, *one.situations)
    }
    ends = {
        code
        for one in definition.causes
        for code in (*one.situations, *one.follow_up, *one.interventions)
    } | set(definition.censoring.follow_up)
    return _is_later(group, named | followed | ends)


def refuse_told_later(entry: Entry, key: str, group: str) -> None:
    """Refuse a breakdown of a written definition that only the future tells.

    Args:
        entry: top mapping of the definition.
        key: groups, covariates or strata.
        group: the breakdown as written.

    Raises:
        ConfigurationRefused: it names an exposure, an end or something done.
    """
    if _is_later(group, _codes(entry)):
        raise _refusal(entry, key)


def right_ways() -> str:
    """Name what to ask instead, in the language in use.

    Returns:
        One sentence.
    """
    return _(
        "Faites-en une exposition datée, à l’Atelier : exposé à partir de son jour "
        "(time_varying), avant un repère (landmark), ou essai émulé (target_trial)."
    )


def _is_later(group: str, codes: frozenset[str] | set[str]) -> bool:
    return group.partition(":")[0] in LATER or group in codes


def _codes(entry: Entry) -> set[str]:
    """Read the codes that a definition gives to its exposures and ends."""
    items = [item for key in BLOCKS for item in entry.entries(key)]
    return {item.text("code") for item in items if item.has("code")}


def _refusal(entry: Entry, key: str) -> ConfigurationRefused:
    what = _(
        "Cette ventilation n’est connue qu’après l’origine : pour être dans un tel "
        "groupe, il fallait être encore sans issue ce jour-là, et l’attente serait "
        "comptée à l’avantage ou au désavantage du groupe."
    )
    return entry.refuse(f"{what} {right_ways()}", key)
