"""What the titles and words of a file in hand mean: told once, kept as digests."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import delete
from sqlmodel import Session, col, select

from config.failure import Where
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.intake.failures import ColumnsDuplicated, MeaningUnknown, NothingInHand
from parcours.intake.hands import Seen
from parcours.intake.learned import COLUMN, IGNORED, MONTHS, VALUE
from parcours.intake.looking import Look
from parcours.intake.reception import Hand, Reception
from parcours.intake.template import Template
from parcours.intake.values import meanings_of
from parcours.intake.words import fold_word
from parcours.nomenclature import Nomenclature
from parcours.record.worktop import Mapping as MappingRow


Word = tuple[str, str]
"""Our name of a column, or `learned.MONTHS`, and a cell of it."""


@operation("intake.teach", kind="write")
def tell_meanings(
    context: Context,
    session: Session,
    *,
    reception: Reception,
    columns: Mapping[int, str] | None = None,
    words: Mapping[Word, str] | None = None,
) -> int:
    """Remember what titles and words of the file in hand mean, for its sender.

    Args:
        context: who acts.
        session: given by the guard.
        reception: where the file is held.
        columns: position in the file → our column, or "" to ignore it for good.
        words: (our column, cell) → code, or "" for a word that says nothing.

    Returns:
        How many meanings were told.

    Raises:
        NothingInHand: no file was given, or it is of no template yet.
        ColumnsDuplicated: two columns of one meaning.
        MeaningUnknown: a column or a code that the template does not have.
    """
    hand, look = _in_hand(context, reception)
    assert hand.held is not None  # noqa: S101  (a look is of a held table)
    header, gate = hand.held.table.header, look.gate
    _check_columns(look, columns or {}, header, hand.name)
    told = [
        (COLUMN, "", fold_word(header[place]), target)
        for place, target in (columns or {}).items()
    ]
    for (name, text), code in (words or {}).items():
        _check_code(gate.template, name, code)
        told.append((VALUE, name, fold_word(text), code))
    known = {
        (row.kind, row.field, row.source_key): row
        for row in session.exec(
            select(MappingRow).where(
                MappingRow.organisation_id == gate.organisation_id,
                MappingRow.template == gate.template.code,
            )
        )
    }
    for kind, name, folded, target in told:
        key = gate.learned.key(kind, name, folded)
        row = known.get((kind, name, key)) or MappingRow(
            organisation_id=gate.organisation_id,
            template=gate.template.code,
            kind=kind,
            field=name,
            source_key=key,
            recorded_at=context.now(),
        )
        row.target, row.author_id = target, context.principal.account_id
        row.recorded_at = context.now()
        session.add(row)
        known[kind, name, key] = row
    context.trace.about, context.trace.n_results = gate.template.code, len(told)
    reception.put(context.principal.account_id, replace(hand, seen=None))
    return len(told)


@operation("intake.forget", kind="write")
def forget_meanings(
    context: Context,
    session: Session,
    *,
    reception: Reception,
    only: Collection[str] | None = None,
) -> int:
    """Forget what was told of the sender's files of this template.

    Args:
        context: who acts.
        session: given by the guard.
        reception: where the file is held.
        only: digests of the meanings to forget, None for all.

    Returns:
        How many meanings were forgotten.

    Raises:
        NothingInHand: no file was given, or it is of no template yet.
    """
    hand, look = _in_hand(context, reception)
    theirs = delete(MappingRow).where(
        col(MappingRow.organisation_id) == look.gate.organisation_id,
        col(MappingRow.template) == look.gate.template.code,
    )
    if only is not None:
        theirs = theirs.where(col(MappingRow.source_key).in_(only))
    gone = session.connection().execute(theirs)
    context.trace.about = look.gate.template.code
    context.trace.n_results = gone.rowcount
    reception.put(context.principal.account_id, replace(hand, seen=None))
    return int(gone.rowcount)


def choices_of(look: Look) -> tuple[tuple[str, str], ...]:
    """List what an unread column may be told to be.

    Args:
        look: at the file.

    Returns:
        (our column, its usual title) of the columns that the file lacks and that the
        agreement lets in.
    """
    return tuple(
        (name, column.headers[0])
        for name, column in look.gate.template.columns.items()
        if name not in look.layout.slots and look.gate.lets_through(column.headers)
    )


def meanings_for(look: Look, name: str, nomenclature: Nomenclature) -> tuple[str, ...]:
    """List what an unknown word of a column may be told to mean.

    Args:
        look: at the file.
        name: our column, or `learned.MONTHS`.
        nomenclature: names the places.

    Returns:
        Codes.
    """
    template = look.gate.template
    if name == MONTHS:
        return tuple(template.months.words.codes()) if template.months else ()
    codes = meanings_of(template.columns[name])
    if codes is None:
        return ("yes", "no", *nomenclature.territories)
    return tuple(codes)


def _in_hand(context: Context, reception: Reception) -> tuple[Hand, Look]:
    hand = reception.hand(context.principal.account_id)
    seen: Seen | None = hand.seen
    if seen is None or seen.look is None:
        raise NothingInHand
    return hand, seen.look


def _check_columns(
    look: Look, columns: Mapping[int, str], header: tuple[str, ...], name: str
) -> None:
    possible = {column for column, _title in choices_of(look)}
    unread = {place for place, _title in look.to_tell}
    taken: dict[str, int] = {}
    for place, target in columns.items():
        if place not in unread or (target != IGNORED and target not in possible):
            raise MeaningUnknown
        if target != IGNORED and target in taken:
            both = (header[taken[target]], header[place])
            raise ColumnsDuplicated(Where(name), columns=both)
        taken[target] = place


def _check_code(template: Template, name: str, code: str) -> None:
    if code == IGNORED:
        return
    codes: frozenset[str] | None = frozenset()
    if name == MONTHS and template.months is not None:
        codes = template.months.words.codes()
    elif name in template.columns:
        codes = meanings_of(template.columns[name])
    if codes is not None and code not in codes:  # None: a place, read by its name
        raise MeaningUnknown
