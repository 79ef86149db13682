"""Bytes of a file → a hand: which templates its sender may use, which one it is."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from config.failure import Where
from config.translation import label
from parcours.access.context import Context
from parcours.intake.columns import lay_out, recogniser
from parcours.intake.failures import FileEmpty, HeaderNotFound, TemplateNotAgreed
from parcours.intake.held import hold
from parcours.intake.learned import Learned
from parcours.intake.opening import Sending, pass_gate
from parcours.intake.reading import open_table
from parcours.intake.reception import Hand
from parcours.intake.recognising import rank_templates, worded_titles
from parcours.intake.settings import IntakeSettings
from parcours.intake.table import Table
from parcours.intake.template import Template
from pseudonymisation.desk import Desk


Known = tuple[Template, Learned | None]
"""A template, and what was told of its sender's own titles."""


def templates_of(
    context: Context,
    session: Session,
    desk: Desk,
    every: Sequence[Template],
    sender: str,
) -> list[Known]:
    """List the templates that a sender may use, with what was told of its titles.

    Args:
        context: who acts.
        session: of the record.
        desk: for keyed digests only.
        every: templates of the territory.
        sender: code of the sender.

    Returns:
        Those that an agreement in force covers.
    """
    allowed = {
        code
        for entry in context.conventions.entries
        if entry.covers(direction="intake", on=context.today(), organisation=sender)
        for code in entry.templates
    }
    return [
        (
            template,
            pass_gate(
                context, session, Sending(b"", template.code, None, sender), desk=desk
            ).learned,
        )
        for template in every
        if template.code in allowed
    ]


def open_best(
    content: bytes,
    name: str,
    settings: IntakeSettings,
    templates: Sequence[Known],
) -> Table:
    """Open a file at the line that any of some templates knows best.

    Where none knows a line, at the first that reads as titles: their meaning is told.

    Args:
        content: the bytes.
        name: of the file, for messages.
        settings: limits.
        templates: those asked.

    Returns:
        The table, its rows unread.

    Raises:
        IntakeRefused: any refusal of a whole file.
    """
    counters = [recogniser(template, learned) for template, learned in templates]
    try:
        return open_table(
            content,
            name=name,
            settings=settings,
            recognise=lambda titles: max(count(titles) for count in counters),
        )
    except HeaderNotFound:
        return open_table(
            content, name=name, settings=settings, recognise=worded_titles
        )


def refuse_other(
    table: Table,
    every: Sequence[Template],
    known: Sequence[Known],
    where: Where,
) -> None:
    """Refuse a file that is wholly of a template its sender has no agreement for.

    Args:
        table: as opened.
        every: templates of the territory.
        known: those of the sender.
        where: the file.

    Raises:
        TemplateNotAgreed: names the template.
    """
    mine = {template.code for template, _learned in known}
    others = [(template, None) for template in every if template.code not in mine]
    best = next(iter(rank_templates(table.header, others)), None)
    if best is not None and best.is_whole:
        raise TemplateNotAgreed(where, label=label(dict(best.labels)))


def read_as(
    context: Context, session: Session, desk: Desk, hand: Hand, template: str
) -> Hand:
    """Read a file under a template: only the cells that may be read are kept.

    Args:
        context: who acts.
        session: of the record.
        desk: for keyed digests only.
        hand: the file.
        template: code of the template.

    Returns:
        The same file with its table.

    Raises:
        IntakeRefused: any refusal of a whole file.
    """
    sending = Sending(hand.content, template, hand.name, hand.organisation)
    gate = pass_gate(context, session, sending, desk=desk)
    table = open_best(
        hand.content, hand.name, gate.settings, [(gate.template, gate.learned)]
    )
    layout = lay_out(
        table,
        template=gate.template,
        settings=gate.settings,
        lets_through=gate.lets_through,
        name=hand.name,
        learned=gate.learned,
        may_lack=True,
    )
    digest = hashlib.sha256(hand.content).hexdigest()
    held = hold(table, kept=layout.kept, content_digest=digest)
    if not held.lines:
        raise FileEmpty(Where(hand.name))
    return replace(hand, template=template, held=held, seen=None)
