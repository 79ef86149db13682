"""What would be published today: figures, words, and doubts about the words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from cohorts.breakdowns import group_names
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.series import TableVerdict
from cohorts.indicating import board_of
from cohorts.indicators.figures import IndicatorSet
from cohorts.publication.content import Content, Labels, compose
from cohorts.publication.texts import LeavingText, leaving_texts
from cohorts.report.speaking import speaking
from config.translation import LANGUAGES, label
from config.typography import _
from parcours.access.context import Context
from parcours.programme.applications import applications_of
from parcours.programme.contracts import contracts_of
from parcours.programme.doubts import doubts_of, places_of
from parcours.programme.settings import ProgrammeSettings, read_programme_settings
from parcours.programme.views import (
    ApplicationLine,
    ApplicationView,
    action_names,
)


PLACES = {"neighbourhood": "qpv"}  # breakdown → list that names its groups


@dataclass(frozen=True)
class DoubtfulText:
    """A text that would be published and seems to hold something of a person.

    Attributes:
        text: it, and where it stands.
        words: what it seems to hold, in the language in use.
    """

    text: LeavingText
    words: str


@dataclass(frozen=True)
class Draft:
    """What would be published.

    Attributes:
        content: all of it.
        verdicts: what became of each table, also of those that stay inside.
        doubts: texts that must be mended, or confirmed one by one.
    """

    content: Content
    verdicts: tuple[TableVerdict, ...]
    doubts: tuple[DoubtfulText, ...] = ()


def draft_of(context: Context, session: Session, extract: str | None) -> Draft:
    """Make the draft of an edition, for an operation that runs.

    Args:
        context: the running operation's.
        session: of the record.
        extract: name of the extract, None = the latest.

    Returns:
        The content, its verdicts and its doubtful texts.

    Raises:
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
        NotForThePublic, NothingToPublish: nothing may leave.
    """
    board = board_of(context, extract=extract)
    settings = read_programme_settings(context.config)
    contracts = contracts_of(session)
    content = compose(
        board.figures,
        board.catalogue,
        board.comparators,
        rules=read_rules(context.config),
        names=_names(context, board.figures, action_names(session)),
        contract=contracts[0].name if contracts else "",
        council=[
            _said(settings, line, view)
            for line, view in applications_of(context, session, settings)
            if settings.states[line.state].decided
        ],
    )
    return Draft(content, board.figures.verdicts, _doubts(context, content))


def _doubts(context: Context, content: Content) -> tuple[DoubtfulText, ...]:
    texts = {one.key: one for one in leaving_texts(content.fields)}
    found = doubts_of(
        context.config,
        {key: one.text for key, one in texts.items()},
        known=places_of(context),
    )
    return tuple(DoubtfulText(texts[one.field], one.words) for one in found)


def with_confirmed(reason: str, doubts: Collection[DoubtfulText]) -> str:
    """Put beside a reason which texts whoever asks has confirmed.

    Args:
        reason: as typed.
        doubts: the texts that were confirmed.

    Returns:
        Both, in one line.
    """
    places = [
        _("{place} (semble contenir {what})").format(
            place=one.text.place, what=one.words
        )
        for one in doubts
    ]
    text = _("{reason} – Textes relus et confirmés par qui demande : {places}.")
    return text.format(reason=reason, places=" ; ".join(places))


def _names(
    context: Context, figures: IndicatorSet, actions: dict[str, str]
) -> dict[str, dict[str, dict[str, str]]]:
    """Name every group in each language, so that the edition needs no other list."""
    groups: dict[str, dict[str, None]] = {}
    for one in figures.figures:
        groups.setdefault(one.breakdown, {})[one.group] = None
    found: dict[str, dict[str, dict[str, str]]] = {}
    for by, labels in groups.items():
        own = found.setdefault(by, {one: {} for one in labels})
        for language in LANGUAGES:
            with speaking(language):
                names = group_names(context, PLACES.get(by, by) or None, labels)
                names |= _names_of_programme(context, figures, by, actions)
                if by in PLACES:
                    names |= {"outside": _("Hors quartier prioritaire")}
            for group in labels:
                own[group][language] = names[group]
    return found


def _names_of_programme(
    context: Context, figures: IndicatorSet, by: str, actions: dict[str, str]
) -> dict[str, str]:
    if by == "action":
        return actions | {one.action: one.title for one in figures.actions}
    known = context.nomenclature.pillars if by == "pillar" else {}
    return {code: label(one.labels) for code, one in known.items()}


def _said(
    settings: ProgrammeSettings, line: ApplicationLine, view: ApplicationView
) -> dict[str, Any]:
    """Tell an application with what the council said of it; money in cents."""
    council = next((one for one in view.opinions if one.body == "council"), None)
    opinion: Labels = (
        {} if council is None else dict(settings.opinions[council.opinion].labels)
    )
    return {
        "code": line.code,
        "title": line.title,
        "summary": view.content.summary,
        "organisation": line.organisation,
        "year": line.year,
        "state": dict(settings.states[line.state].labels),
        "granted_cents": line.granted_cents,
        "opinion": opinion,
        "words": "" if council is None else council.words,
        "questions": [
            {
                "question": one.question,
                "asked_on": one.asked_on.isoformat(),
                "answer": one.answer,
                "answered_on": one.answered_on.isoformat() if one.answered_on else "",
            }
            for one in view.questions
        ],
    }
