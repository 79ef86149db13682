"""The timeline's twin: the same path as rows of a table."""

from collections.abc import Mapping
from datetime import date, timedelta

from app_pages.components import formats
from app_pages.components.situations import name as situation_name
from app_pages.components.words import _, named, typeset
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import PathView


OPEN_STATES = frozenset({"ongoing", "en_cours"})


def rows(path: PathView, words: Nomenclature) -> list[tuple[str, str, str, str]]:
    """Tell the same path as rows, the latest first: the picture's twin.

    Args:
        path: as the viewer may see it.
        words: the nomenclature.

    Returns:
        from, to, what, by whom.
    """
    found: list[tuple[date, date | None, str, str]] = []
    for spell in path.spells:
        last = None if spell.ends_on > path.as_of else spell.ends_on - timedelta(1)
        text = _("Situation : {name}").format(
            name=situation_name(spell.situation, words)
        )
        found.append((spell.starts_on, last, text, formats.NOTHING))
    for item in path.interventions:
        kind = words.interventions.get(item.kind)
        text = item.kind if kind is None else named(kind.labels)
        last = item.starts_on if item.ends_on is None else item.ends_on - timedelta(1)
        if item.ends_on is None and item.state in OPEN_STATES:
            last = None
        found.append((item.starts_on, last, text, item.organisation))
    for met in path.contacts:
        result = words.contact_results.get(met.result)
        text = met.result if result is None else named(result.labels)
        found.append((met.on, met.on, text, met.organisation))
    for hand in path.referrals:
        state = referral_states().get(hand.state, hand.state)
        text = _("Relais vers {name}, {state}").format(name=hand.recipient, state=state)
        found.append((hand.on, hand.on, text, hand.sender))
    found.sort(key=lambda row: row[0], reverse=True)
    return [
        (formats.day(a), formats.day(b), what, typeset(who))
        for a, b, what, who in found
    ]


def referral_states() -> Mapping[str, str]:
    """Name what became of a hand-over.

    Returns:
        code → word in the language in use.
    """
    return {
        "proposed": _("proposé"),
        "accepted": _("accepté"),
        "refused": _("refusé"),
        "no_news": _("sans nouvelle"),
        "done": _("abouti"),
    }
