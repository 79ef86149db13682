"""The citizens' council's sheet: what to read before the meeting, and room to write.

What became of what the council said before stands at its end. Nothing on it is about a
person: applications are public projects of organisations.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from config.numbers import day, euros, whole
from config.translation import Language, current_language, label
from config.typography import _
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.printing.document import (
    Paragraph,
    Part,
    Points,
    Room,
    Section,
    Sheet,
    Table,
)
from parcours.printing.operations import speaking
from parcours.printing.pdf import as_pdf
from parcours.programme.budget import EXPENSE, INCOME, total
from parcours.programme.reviewing import Reviewed, review_of
from parcours.programme.settings import (
    COUNCIL,
    ProgrammeSettings,
    read_programme_settings,
)
from parcours.programme.views import ApplicationView, view_of
from parcours.record.models import Application, ProjectCall


LINES = 5  # of handwriting, for why


@operation("programme.print_council", kind="read")
def print_council(
    context: Context,
    session: Session,
    *,
    year: int | None = None,
    language: Language | None = None,
) -> bytes:
    """Make the sheet of the council's meeting, as PDF.

    Args:
        context: who asks.
        session: given by the guard.
        year: of the calls; all of them if left out.
        language: fr or en, None = the one in use.

    Returns:
        PDF/UA-1: applications that await an opinion, each with room to write, then
        earlier opinions beside the decisions, and questions with their answers.

    Raises:
        PrinterMissing: no PDF can be laid out here.
    """
    settings = read_programme_settings(context.config)
    reviewed = review_of(context, session, year=year)
    states = [code for code, state in settings.states.items() if state.council]
    query = select(Application).where(col(Application.state).in_(states))
    if year is not None:
        query = query.join(
            ProjectCall, col(ProjectCall.id) == col(Application.call_id)
        ).where(ProjectCall.year == year)
    rows = session.exec(query.order_by(col(Application.code)))
    waiting = [view_of(context, session, row, settings) for row in rows]
    context.trace.n_results = len(waiting)
    with speaking(language):
        places = {
            code: label(dict(one.labels))
            for code, one in context.nomenclature.territories.items()
        }
        sheet = lay_out_council(
            waiting,
            reviewed,
            settings=settings,
            places=places,
            made_on=context.today(),
        )
        return as_pdf(sheet)


def lay_out_council(
    waiting: Sequence[ApplicationView],
    reviewed: Sequence[Reviewed],
    *,
    settings: ProgrammeSettings,
    places: dict[str, str],
    made_on: date,
) -> Sheet:
    """Lay the sheet out.

    Args:
        waiting: applications that await the council's opinion.
        reviewed: what the council said of any.
        settings: words of the programme.
        places: code of a territory → name, in the language in use.
        made_on: day.

    Returns:
        The sheet, in the language in use; one page for each application.
    """
    n = len(waiting)
    lead = _("{n} demandes attendent votre avis, avant le comité qui décide.")
    if n == 1:
        lead = _("Une demande attend votre avis, avant le comité qui décide.")
    if not n:
        lead = _("Aucune demande n’attend votre avis aujourd’hui.")
    how = _(
        "Pour chacune : ce qu’elle propose, ce qu’elle coûte, puis de la place pour "
        "votre avis et vos questions. L’avis est celui du conseil : n’écrivez le nom "
        "de personne."
    )
    first: tuple[Part, ...] = (Paragraph(lead.format(n=whole(n)), is_lead=True),)
    if n:
        titles = tuple(one.content.title for one in waiting)
        first = (*first, Paragraph(how), Points(titles))
    sections = [Section(_("Ce que vous avez à lire"), first)]
    sections += [_application(one, settings, places) for one in waiting]
    sections += _followed(reviewed, settings)
    return Sheet(
        title=_("Feuille du conseil citoyen"),
        subtitle=day(made_on),
        language=current_language(),
        made_on=made_on,
        sections=tuple(sections),
    )


def _application(
    one: ApplicationView, settings: ProgrammeSettings, places: dict[str, str]
) -> Section:
    content = one.content
    themes = [label(settings.themes[code].labels) for code in content.themes]
    facts = (
        (_("Porteur"), one.organisation_name),
        (_("Objectif"), one.objective_name),
        (_("Thèmes"), ", ".join(themes)),
        (_("Quartiers"), ", ".join(places.get(code, code) for code in content.places)),
        (_("Pour qui"), content.audience),
        (_("Dates"), _days(content.starts_on, content.ends_on)),
        (_("À quoi on verra que c’est réussi"), content.success),
        (_("Partenaires"), ", ".join(partner.name for partner in content.partners)),
        (_("Coût total"), euros(total(content.lines, EXPENSE))),
    )
    asked = tuple(
        (label(settings.funders[line.funder or ""].labels), euros(line.asked_cents))
        for line in content.lines
        if line.side == INCOME and line.funder in settings.funders
    )
    opinions = tuple(
        (
            label(settings.bodies[each.body].labels),
            label(settings.opinions[each.opinion].labels),
            each.words,
        )
        for each in one.opinions
        if each.body != COUNCIL
    )
    parts: list[Part] = [
        Paragraph(content.summary),
        Table(
            _("Ce que dit la demande"),
            (_("Demande"), _("Ce qui est écrit")),
            tuple(fact for fact in facts if fact[1]),
        ),
    ]
    if asked:
        heads = (_("Qui est sollicité"), _("Montant demandé"))
        parts.append(Table(_("Qui paierait"), heads, asked))
    if opinions:
        heads3 = (_("Qui"), _("Avis"), _("En quelques mots"))
        parts.append(Table(_("Avis des institutions"), heads3, opinions))
    names = [label(word.labels) for word in settings.opinions.values()]
    text = _("Votre avis (entourez) : {opinions}")
    parts.append(Paragraph(text.format(opinions="   ·   ".join(names)), is_lead=True))
    parts.append(Room(_("Pourquoi"), LINES))
    parts.append(Room(_("Vos questions et observations"), LINES))
    return Section(content.title, tuple(parts), on_new_page=True)


def _days(first: date | None, last: date | None) -> str:
    return f"{day(first)} – {day(last)}" if first or last else ""


def _followed(
    reviewed: Sequence[Reviewed], settings: ProgrammeSettings
) -> list[Section]:
    """Lay out what became of earlier opinions and questions."""
    sections = []
    decided = [one for one in reviewed if one.decision is not None]
    if decided:
        rows = tuple(_decision(one, settings) for one in decided)
        heads = (_("Demande"), _("Votre avis"), _("Décision du comité"))
        caption = _("Votre avis à côté de la décision")
        part = Table(caption, heads, rows, is_even=True)
        name = _("Ce qui a été décidé après vos avis")
        sections.append(Section(name, (part,), on_new_page=True))
    asked = [(one, q) for one in reviewed for q in one.questions]
    if asked:
        rows = tuple(
            (
                one.title,
                f"{q.question} ({day(q.asked_on)})",
                f"{q.answer} ({day(q.answered_on)})"
                if q.answer
                else _("Sans réponse à ce jour."),
            )
            for one, q in asked
        )
        heads = (_("Demande"), _("Votre question"), _("Réponse"))
        caption = _("Vos questions avec leurs réponses")
        part = Table(caption, heads, rows, is_even=True)
        sections.append(Section(_("Vos questions et observations"), (part,)))
    return sections


def _decision(one: Reviewed, settings: ProgrammeSettings) -> tuple[str, str, str]:
    opinion = _("Sans avis")
    if one.opinion is not None:
        named = label(settings.opinions[one.opinion.opinion].labels)
        opinion = _with_words(named, one.opinion.words)
    decision = ""
    if one.decision is not None:
        named = label(settings.states[one.decision.target].labels)
        text = _("{what}, le {day}")
        told = text.format(what=named, day=day(one.decision.on))
        decision = _with_words(told, one.decision.reason)
    return (f"{one.title} ({one.year})", opinion, decision)


def _with_words(what: str, words: str) -> str:
    return _("{head} : {text}").format(head=what, text=words) if words else what
