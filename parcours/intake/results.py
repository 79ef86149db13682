"""What intake answers: the preview, the loading, the undoing. No cell value in any."""

from dataclasses import asdict, dataclass
from typing import Any

from parcours.intake.refusals import Refusal


@dataclass(frozen=True)
class Preview:
    """What a file would bring.

    Attributes:
        template: code of the template.
        organisation: code of the sender.
        encoding: as recognised; `xlsx` for a workbook.
        separator: of a CSV.
        sheet: of a workbook.
        other_sheets: sheets of the workbook that would fit too and are not read.
        header_line: line of the header.
        rows: rows in all.
        accepted: rows that would be loaded.
        already_known: rows loaded before as they are.
        total_lines: total lines skipped.
        facts: facts told by the rows that would be loaded.
        refused: why rows would be refused.
        warnings: remarks on good rows.
        dropped_columns: forbidden columns, dropped unread.
        unknown_columns: columns that nobody listed, dropped.
        accents: (line, column) of the first accented cells, to look at in the file.
        difference: rows new, changed, disappeared.
        seconds: how long it took.
    """

    template: str
    organisation: str
    encoding: str
    separator: str | None
    sheet: str | None
    header_line: int
    rows: int
    accepted: int
    already_known: int
    total_lines: int
    facts: int
    refused: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    dropped_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    accents: tuple[tuple[int, str], ...]
    difference: dict[str, int]
    seconds: float
    other_sheets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the preview as plain values."""
        return _plain(self)


@dataclass(frozen=True)
class PartnerLine:
    """One line of the file that goes back to the partner.

    Attributes:
        kind: to_fix | corrected | remark | to_confirm | relay.
        line: line of the partner's file.
        column: its column.
        code: code of the rule, or of the situation or state.
        subject: the partner's own code of the young person.
        since: ISO day.
    """

    kind: str
    line: int | None = None
    column: str | None = None
    code: str | None = None
    subject: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class IntakeAnswer:
    """What a loading did (`--json`, design §6).

    Attributes:
        batch: reference of the batch; of the earlier one where all was known.
        template: code of the template.
        rows: rows in all.
        accepted: rows loaded.
        already_known: rows loaded before as they are.
        refused: why rows are refused.
        dropped_columns: columns dropped: forbidden ones first, then unlisted ones.
        persons_new: persons made.
        persons_linked: subjects linked to a person who was there.
        to_review: young people of the file whom a question is about: one question
            may be about two of them, and one of them may leave several.
        kept_alone: young people who refused linkage, compared with nobody.
        facts: facts, or head-counts, written.
        seconds: how long it took.
        organisation, unknown_columns, warnings, difference, encoding, sheet,
            other_sheets: as in the preview.
        for_partner: lines of the answer file, where it was asked for.
    """

    batch: str | None
    template: str
    rows: int
    accepted: int
    already_known: int
    refused: tuple[Refusal, ...]
    dropped_columns: tuple[str, ...]
    persons_new: int
    persons_linked: int
    to_review: int
    kept_alone: int
    facts: int
    seconds: float
    organisation: str
    unknown_columns: tuple[str, ...]
    warnings: tuple[Refusal, ...]
    difference: dict[str, int]
    encoding: str
    sheet: str | None
    for_partner: tuple[PartnerLine, ...] = ()
    other_sheets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the answer as plain values, the partner's lines left out."""
        plain = _plain(self)
        del plain["for_partner"]
        return plain


@dataclass(frozen=True)
class UndoAnswer:
    """What an undoing did.

    Attributes:
        batch: reference of the batch.
        withdrawn: facts and head-counts that no longer count.
        subjects: subjects taken out of the vault.
    """

    batch: str
    withdrawn: int
    subjects: int

    def as_json(self) -> dict[str, Any]:
        """Give the answer as plain values."""
        return asdict(self)


def _plain(answer: Preview | IntakeAnswer) -> dict[str, Any]:
    plain = dict(vars(answer))
    for name in ("refused", "warnings"):
        plain[name] = [refusal.as_dict() for refusal in plain[name]]
    return {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}
