"""A file in hand → what it would bring, line by line, and what must be told first.

Pure but for the record and the vault that it compares with: the operations guard it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sqlmodel import Session

from parcours.access.context import Context
from parcours.intake.checking import Setting, readers_of
from parcours.intake.columns import Layout, lay_out, missing_columns
from parcours.intake.comparing import Difference, compare
from parcours.intake.erased import hold_back, identities_of, people_of
from parcours.intake.held import HeldTable
from parcours.intake.learned import UNKNOWN_WORDS
from parcours.intake.opening import Gate, Opened, Sending, open_sending, pass_gate
from parcours.intake.refusals import Refusal
from parcours.intake.told import Told, asked_columns, told_of
from parcours.intake.words import fold_word
from pseudonymisation.desk import Decision, Desk


LineState = Literal["accepted", "review", "known", "refused"]
STATES: tuple[LineState, ...] = ("refused", "review", "accepted", "known")


class UnknownWord(NamedTuple):
    """A word of the file that nobody told the meaning of.

    Attributes:
        column: our name of its column, or `learned.MONTHS`.
        shown: title of the column in the file.
        text: as the file has it: shown on the page of the file alone, and kept nowhere.
        n_rows: rows that hold it.
    """

    column: str
    shown: str
    text: str
    n_rows: int

    def __repr__(self) -> str:
        return f"UnknownWord({self.column}, …)"


@dataclass(frozen=True)
class Look:
    """What was found in a file in hand.

    Attributes:
        gate: template, sender, agreement.
        layout: columns read and dropped.
        lacks: usual titles of what is missing of the minimum, None where it is there.
        to_tell: (position, title) of the columns that nobody told of.
        not_agreed: titles that the template knows and the agreement does not let in.
        words: words that nobody told the meaning of, the most frequent first.
        told: what was told of the sender's files of this template.
        opened: the checked file, None where the minimum is missing.
        lines: state → lines of the file, ascending; `review` lines are accepted too.
        questions: lines about young people close to one who is known.
        refused: why lines are refused, those of erased young people among them.
        n_facts: facts that the accepted lines tell.
        n_changed: accepted lines that change a row loaded before.
    """

    gate: Gate = field(repr=False)
    layout: Layout
    lacks: tuple[str, ...] | None
    to_tell: tuple[tuple[int, str], ...]
    not_agreed: tuple[str, ...]
    words: tuple[UnknownWord, ...] = field(repr=False)
    told: tuple[Told, ...] = field(repr=False)
    opened: Opened | None = field(default=None, repr=False)
    lines: Mapping[LineState, tuple[int, ...]] = field(default_factory=dict)
    questions: frozenset[int] = frozenset()
    refused: tuple[Refusal, ...] = ()
    n_facts: int = 0
    n_changed: int = 0


def look_at(
    context: Context, session: Session, held: HeldTable, *, desk: Desk, sending: Sending
) -> Look:
    """Look at a file in hand as a load would take it.

    Args:
        context: who acts.
        session: of the record.
        held: the table.
        desk: for digests, and to compare identities without keeping any.
        sending: template and sender.

    Returns:
        What is there.

    Raises:
        IntakeRefused: the whole file is refused.
        ConventionMissing: no agreement covers it.
    """
    gate = pass_gate(context, session, sending, desk=desk)
    layout = lay_out(
        held.table,
        template=gate.template,
        settings=gate.settings,
        lets_through=gate.lets_through,
        name=sending.shown_name,
        learned=gate.learned,
        may_lack=True,
    )
    lacks = missing_columns(gate.template, layout.slots, layout.months)
    to_tell, not_agreed = _unread(held, gate, layout)
    words = unknown_words(held, layout, gate.setting(context, desk))
    told = told_of(held, layout, template=gate.template, learned=gate.learned)
    look = Look(gate, layout, lacks, to_tell, not_agreed, words, told)
    if lacks is not None:
        return look
    opened = open_sending(context, session, sending, desk=desk, progress=None)
    found = compare(
        session,
        opened.checked.good,
        organisation_id=opened.organisation_id,
        template=gate.template.code,
    )
    return _sorted(context, desk, look, opened, found)


def _sorted(
    context: Context, desk: Desk, look: Look, opened: Opened, found: Difference
) -> Look:
    """Add to a look the state of every line."""
    news = (*found.new, *(row for row, _earlier in found.changed))
    to_load, held_back = hold_back(desk, sorted(news, key=lambda r: r.line), opened)
    refused = tuple(sorted({*opened.checked.refused, *held_back}, key=_order))
    questions = _questions(context, desk, opened, to_load)
    loaded = {row.line for row in to_load}
    remarked = {warning.line for warning in opened.checked.warnings} & loaded
    gone = {refusal.line for refusal in refused}
    known = {row.line for row in opened.checked.good} - loaded - gone
    return Look(
        **{
            **vars(look),
            "opened": opened,
            "lines": {
                "refused": tuple(sorted(gone)),
                "review": tuple(sorted(remarked | questions)),
                "accepted": tuple(sorted(loaded)),
                "known": tuple(sorted(known)),
            },
            "questions": frozenset(questions),
            "refused": refused,
            "n_facts": sum(
                len(row.facts) + (row.head_count is not None) for row in to_load
            ),
            "n_changed": sum(row.line in loaded for row, _earlier in found.changed),
        }
    )


def _order(refusal: Refusal) -> tuple[int, str, str]:
    return refusal.line, refusal.column or "", refusal.code


def _questions(
    context: Context, desk: Desk, opened: Opened, rows: Sequence[object]
) -> set[int]:
    """Find the lines about which a human would be asked, and undo the asking.

    An intent that is left before it is prepared changes nothing in the vault.
    """
    people = people_of(rows)  # type: ignore[arg-type]
    if not people or opened.anonymous:
        return set()
    with desk.intent(kind="intake.check", author=context.principal.login) as intent:
        answers = desk.admit(identities_of(people, opened), intent=intent)
    asked = {
        who
        for who, answer in zip(people, answers, strict=True)
        if answer.decision is Decision.REVIEW
    }
    return {row.line for row in opened.checked.good if row.who in asked}


def _unread(
    held: HeldTable, gate: Gate, layout: Layout
) -> tuple[tuple[tuple[int, str], ...], tuple[str, ...]]:
    """Part the unread columns: to tell of, and known but not agreed to."""
    known = {
        fold_word(title)
        for column in gate.template.columns.values()
        for title in column.headers
    }
    header = held.table.header
    kept = {layout.kept[slot] for slot in layout.slots.values()}
    kept |= {layout.kept[slot] for _month, slot in layout.months}
    unread = [place for place in layout.kept if place not in kept]
    shown = dict(zip(unread, layout.unknown, strict=True))
    not_agreed = [p for p in unread if fold_word(header[p]) in known]
    told = {p for p in unread if gate.learned.column(header[p]) is not None}
    asked = [
        p for p in unread if header[p] and p not in told and p not in set(not_agreed)
    ]
    return (
        tuple((place, shown[place]) for place in asked),
        tuple(shown[place] for place in not_agreed),
    )


def unknown_words(
    held: HeldTable, layout: Layout, setting: Setting
) -> tuple[UnknownWord, ...]:
    """List the words of a file that its template does not know and nobody told of.

    Args:
        held: the table.
        layout: which columns are read.
        setting: template and what was told.

    Returns:
        Each word of each column once, the most frequent first.
    """
    readers = readers_of(setting, held.table.epoch)
    counts: Counter[tuple[str, str, str]] = Counter()
    rows = [row.cells for row in held.as_table().rows(layout.kept) if row.cells]
    for column, shown, slots in asked_columns(layout, setting.template):
        read = readers.reader(column)
        texts = Counter(cells[slot] for cells in rows for slot in slots)
        for text, n in texts.items():
            cell = read(text) if text else None
            if cell and UNKNOWN_WORDS & {cell.refusal, cell.warning}:
                counts[column.name, shown, text] += n
    return tuple(
        UnknownWord(column, shown, text, n)
        for (column, shown, text), n in counts.most_common()
    )
