"""The timeline's twin: the same path as rows of tables, one per year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app_pages.components import formats
from app_pages.components.situations import name as situation_name
from app_pages.components.timeline_bars import presumed_since
from app_pages.components.timeline_lanes import OPEN_STATES
from app_pages.components.words import _, named, typeset
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import InterventionView, PathView
from parcours.people.silence import Silence


DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One line of the twin.

    Attributes:
        start: first day.
        end: last day, None while it lasts.
        what: words.
        who: the structure, or a dash.
    """

    start: date
    end: date | None
    what: str
    who: str

    def cells(self) -> tuple[str, str, str, str]:
        """Write it as cells: from, to, what, by whom."""
        return formats.day(self.start), formats.day(self.end), self.what, self.who


def by_year(
    path: PathView, words: Nomenclature, silent: Sequence[Silence] = ()
) -> dict[int, list[Row]]:
    """Tell the same path as rows, by the year in which each begins.

    Args:
        path: as the viewer may see it.
        words: the nomenclature.
        silent: stretches without contact.

    Returns:
        year → its rows; the latest first, within a year too.
    """
    found = [
        *_situations(path, words),
        *(_work(item, words) for item in path.interventions),
        *_meetings(path, words),
        *_hand_overs(path),
        *(_quiet(one) for one in silent),
    ]
    found.sort(key=lambda row: row.start, reverse=True)
    years: dict[int, list[Row]] = {}
    for row in found:
        years.setdefault(row.start.year, []).append(row)
    return years


def _situations(path: PathView, words: Nomenclature) -> list[Row]:
    rows = []
    for spell in path.spells:
        last = None if spell.ends_on > path.as_of else spell.ends_on - DAY
        name = situation_name(spell.situation, words)
        since = presumed_since(spell)
        text = _("Situation : {name}").format(name=name)
        if since is not None:
            text = _("Situation : {name} (supposée depuis le {day})").format(
                name=name, day=formats.day(since)
            )
        rows.append(Row(spell.starts_on, last, text, formats.NOTHING))
    return rows


def _work(item: InterventionView, words: Nomenclature) -> Row:
    kind = words.interventions.get(item.kind)
    text = item.kind if kind is None else named(kind.labels)
    if item.note:  # given to one's own structure alone
        text = _("{what}. Commentaire : {note}").format(what=text, note=item.note)
    goes_on = item.ends_on is None and item.state in OPEN_STATES
    end = (item.ends_on or item.starts_on + DAY) - DAY
    last = None if goes_on else end
    return Row(item.starts_on, last, text, typeset(item.organisation))


def _meetings(path: PathView, words: Nomenclature) -> list[Row]:
    rows = []
    for met in path.contacts:
        result = words.contact_results.get(met.result)
        text = _("Contact : {result}").format(
            result=met.result if result is None else named(result.labels)
        )
        rows.append(Row(met.on, met.on, text, typeset(met.organisation)))
    return rows


def _hand_overs(path: PathView) -> list[Row]:
    rows = []
    for hand in path.referrals:
        state = referral_states().get(hand.state, hand.state)
        text = _("Relais vers {name}, {state}").format(name=hand.recipient, state=state)
        rows.append(Row(hand.on, hand.on, text, typeset(hand.sender)))
    return rows


def _quiet(one: Silence) -> Row:
    last = None if one.lasts else one.ends_on - DAY
    return Row(one.starts_on, last, told_silence(one), formats.NOTHING)


def told_silence(one: Silence) -> str:
    """Say how long nobody met the young person.

    Args:
        one: a stretch without contact.

    Returns:
        "4 mois sans contact".
    """
    return _("{lapse} sans contact").format(lapse=formats.lapse(one.days))


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
