"""A file on the page of imports, from its dropping to its load: the use cases.

What a page holds is a reference to a file in hand; the file itself, its cells and what
is corrected in it stay with the reception, in memory, for the account that gave it.
Rows are read with their identities only by `read_rows`, whose audit line comes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from config.failure import Where
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.intake.decoding import tidy
from parcours.intake.failures import (
    HeaderNotFound,
    NothingInHand,
)
from parcours.intake.held import Correction, HeldTable, Place
from parcours.intake.looking import Look, look_at
from parcours.intake.opening import Sending, named_sender
from parcours.intake.reception import Hand, Reception
from parcours.intake.recognising import (
    LEAST_KNOWN,
    Candidate,
    rank_templates,
    sure_template,
    unknown_to,
)
from parcours.intake.settings import read_settings
from parcours.intake.table import FORMULA
from parcours.intake.taking import open_best, read_as, refuse_other, templates_of
from parcours.intake.template_reader import list_templates
from parcours.record.models import Batch
from pseudonymisation.desk import Desk


MOST_ROWS = 100
"""Rows that one reading may show."""


@dataclass(frozen=True)
class Seen:
    """A file in hand, as far as it is understood.

    Attributes:
        name: of the file.
        organisation: code of the sender.
        candidates: templates that it may be of, the best first.
        template: the one chosen, None while somebody has to choose.
        look: what was found, None without a template.
        encoding: as recognised; `xlsx` for a workbook.
        sheet: of a workbook.
        n_rows: rows under the header.
        n_corrected: cells corrected here.
        earlier: batch of the same file loaded before, None where it is new.
        earlier_on: day of that load.
    """

    name: str
    organisation: str
    candidates: tuple[Candidate, ...]
    template: str | None = None
    look: Look | None = field(default=None, repr=False)
    encoding: str = ""
    sheet: str | None = None
    n_rows: int = 0
    n_corrected: int = 0
    earlier: str | None = None
    earlier_on: date | None = None

    @property
    def is_unknown(self) -> bool:
        """No template knows its titles: whoever sends it chooses, then tells them."""
        return all(one.known < LEAST_KNOWN for one in self.candidates)


@dataclass(frozen=True)
class Grid:
    """Rows of a file in hand, identities among them: for one page, kept nowhere.

    Attributes:
        columns: (position in the header, title) of the columns that are read.
        rows: (line, cells).
    """

    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)


@operation("intake.take", kind="read")
def take_file(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    reception: Reception,
    content: bytes,
    name: str,
    organisation: str | None = None,
) -> None:
    """Take a file in hand and recognise its template, without writing anything.

    Args:
        context: who acts.
        session: given by the guard.
        desk: for keyed digests only.
        reception: where the file is held.
        content: the bytes.
        name: of the file, for messages.
        organisation: code of the sender; the account's own where left out.

    Raises:
        IntakeRefused: the file cannot be opened, or is of no template of its sender.
        ConventionMissing: the sender has no agreement to send anything.
    """
    settings = read_settings(context.config)
    sender = named_sender(context, organisation)
    context.conventions.require(
        direction="intake", organisation=sender, on=context.today()
    )
    every = list_templates(context.config, settings=settings)
    known = templates_of(context, session, desk, every, sender)
    table = open_best(content, name, settings, known or [(one, None) for one in every])
    candidates = rank_templates(table.header, known)
    if not any(one.is_whole for one in candidates):
        refuse_other(table, every, known, Where(name))
    sure = sure_template(candidates)
    offered = candidates or unknown_to(table.header, known)
    if not offered:
        raise HeaderNotFound(Where(name))
    hand = Hand(name, sender, content, offered)
    if sure is not None:
        hand = read_as(context, session, desk, hand, sure)
    reception.put(context.principal.account_id, hand)


@operation("intake.choose", kind="read")
def choose_template(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    reception: Reception,
    template: str,
) -> None:
    """Read the file in hand as one of a template.

    Args:
        context: who acts.
        session: given by the guard.
        desk: for keyed digests only.
        reception: where the file is held.
        template: its code.

    Raises:
        IntakeRefused: the file does not open under it; it stays as it was in hand.
    """
    hand = reception.hand(context.principal.account_id)
    context.trace.about = template
    read = read_as(context, session, desk, hand, template)
    reception.put(context.principal.account_id, read)


@operation("intake.check", kind="read")
def check_file(
    context: Context, session: Session, *, desk: Desk, reception: Reception
) -> Seen:
    """Say what the file in hand would bring, without writing anything.

    Args:
        context: who acts.
        session: given by the guard.
        desk: for digests, and to compare identities without keeping any.
        reception: where the file is held.

    Returns:
        What is there; what was looked at before is not looked at again.

    Raises:
        NothingInHand: no file was given.
        IntakeRefused: the whole file is refused.
    """
    account = context.principal.account_id
    hand = reception.hand(account)
    context.trace.about = hand.template
    seen: Seen | None = hand.seen
    if seen is None:
        seen = _look(context, session, desk, hand)
        reception.put(account, replace(hand, seen=seen))
    context.trace.n_results = seen.n_rows
    return seen


@operation("intake.read_rows", kind="vault")
def read_rows(
    context: Context, session: Session, *, reception: Reception, lines: Sequence[int]
) -> Grid:
    """Give rows of the file in hand with all that may be read, identities too.

    Args:
        context: who acts.
        session: given by the guard.
        reception: where the file is held.
        lines: of the file; the first hundred are read.

    Returns:
        The rows, in the order of the file.

    Raises:
        NothingInHand: no file was given, or it is of no template yet.
    """
    hand = reception.hand(context.principal.account_id)
    held, look = _held(hand), _seen(hand)
    places = sorted(look.layout.slots.values())
    places += [slot for _month, slot in look.layout.months]
    header = held.table.header
    wanted = set(lines[:MOST_ROWS])
    kept = tuple(look.layout.kept[slot] for slot in places)
    shown = {look.layout.kept[s]: t for s, t in _titles(look)}
    rows = tuple(
        (row.line, tuple("" if cell == FORMULA else cell for cell in row.cells))
        for row in held.as_table().rows(kept)
        if row.line in wanted and row.cells is not None
    )
    context.trace.about, context.trace.n_results = hand.template, len(rows)
    return Grid(tuple((p, shown.get(p, header[p])) for p in kept), rows)


@operation("intake.correct", kind="read")
def correct_cells(
    context: Context,
    session: Session,
    *,
    reception: Reception,
    cells: Mapping[Place, str],
) -> None:
    """Write something instead of cells of the file in hand.

    Args:
        context: who acts.
        session: given by the guard.
        reception: where the file is held.
        cells: (line, position in the header) → what to write.

    Raises:
        NothingInHand: no file was given, or it is of no template yet.
    """
    account = context.principal.account_id
    hand = reception.hand(account)
    held, broken = _held(hand), _broken(_seen(hand))
    longest = read_settings(context.config).limits.max_cell
    for place, text in cells.items():
        line, position = place
        clean = tidy(" ".join(text.split()))[:longest]
        if clean.startswith("="):
            clean = FORMULA
        code = broken.get((line, position))
        held = held.corrected(place, Correction(clean, code))
    context.trace.about, context.trace.n_results = hand.template, len(cells)
    reception.put(account, replace(hand, held=held, seen=None))


def _look(context: Context, session: Session, desk: Desk, hand: Hand) -> Seen:
    plain = Seen(hand.name, hand.organisation, hand.candidates)
    if hand.held is None or hand.template is None:
        return plain
    sending = Sending(hand.held, hand.template, hand.name, hand.organisation)
    look = look_at(context, session, hand.held, desk=desk, sending=sending)
    batch = _earlier(session, desk, hand.held, look)
    return replace(
        plain,
        template=hand.template,
        look=look,
        encoding=hand.held.table.encoding,
        sheet=hand.held.table.sheet,
        n_rows=len(hand.held.lines),
        n_corrected=len(hand.held.corrections),
        earlier=batch.ref if batch is not None else None,
        earlier_on=batch.recorded_on if batch is not None else None,
    )


def _earlier(session: Session, desk: Desk, held: HeldTable, look: Look) -> Batch | None:
    query = (
        select(Batch)
        .where(
            Batch.file_digest == desk.row_digest("file", held.content_digest),
            Batch.organisation_id == look.gate.organisation_id,
            Batch.template == look.gate.template.code,
            Batch.state == "loaded",
        )
        .order_by(col(Batch.id).desc())
    )
    return session.exec(query).first()


def _held(hand: Hand) -> HeldTable:
    if hand.held is None:
        raise NothingInHand
    return hand.held


def _seen(hand: Hand) -> Look:
    seen: Seen | None = hand.seen
    if seen is None or seen.look is None:
        raise NothingInHand
    return seen.look


def _titles(look: Look) -> list[tuple[int, str]]:
    columns = [
        (slot, look.layout.shown[name]) for name, slot in look.layout.slots.items()
    ]
    months = zip(look.layout.months, look.layout.month_headers, strict=True)
    return columns + [(slot, title) for (_month, slot), title in months]


def _broken(look: Look) -> dict[Place, str]:
    """Give the rule that each refused cell breaks."""
    place = {title: look.layout.kept[slot] for slot, title in _titles(look)}
    return {
        (refusal.line, place[refusal.column]): refusal.code
        for refusal in look.refused
        if refusal.column in place
    }
