"""Why a whole file, or the undoing of a batch, is refused.

    Failure
    └── IntakeRefused
        ├── FileTooLarge, FileEmpty, FileUnopened, EncodingBroken, HeaderNotFound,
        │   ColumnsDuplicated, FileTruncated, QuotingBroken, CellTooLong, TableTooLarge,
        │   RowCountDiffers, WorkbookUnsafe, WorkbookUnreadable
        ├── TemplateUnknown, TemplateCodeUnknown, MinimumColumnsMissing,
        │   OrganisationNeeded, RowsRefused, TemplateNotAgreed, NothingInHand,
        │   LoadUnderWay, MeaningUnknown
        └── BatchUnknown, BatchAlreadyWithdrawn, LaterWorkRests

Their texts stand in `refusals.RULES`. None carries a cell value.
"""

from config.failure import Failure, Where
from config.translation import _
from parcours.intake.refusals import RULES, Refusal, remedy_text, rule_text


class IntakeRefused(Failure):
    """Base: text by code, and what was not done by the rule's level.

    Args:
        where: file, line and column, where there are any.
        detail: one more translated sentence for the rule, free of values.
    """

    def __init__(self, where: Where | None = None, *, detail: str = "") -> None:
        undo = RULES[self.code].level == "undo"
        not_done = (
            _("Le lot est resté en place.")
            if undo
            else _("Aucune ligne du fichier n’a été enregistrée.")
        )
        super().__init__(
            " ".join(part for part in (rule_text(self.code), detail) if part),
            not_done=not_done,
            remedy=remedy_text(self.code),
            where=where,
        )


class FileTooLarge(IntakeRefused):
    """More bytes than `limits.max_bytes`."""

    code = "INTAKE-001"


class FileEmpty(IntakeRefused):
    """No byte, or no row under the header."""

    code = "INTAKE-002"


class EncodingBroken(IntakeRefused):
    """NUL, C1 controls, U+FFFD, or bytes of no known encoding."""

    code = "INTAKE-003"


class HeaderNotFound(IntakeRefused):
    """No line among the first ones names the template's columns."""

    code = "INTAKE-004"


class ColumnsDuplicated(IntakeRefused):
    """Two columns of one meaning.

    Args:
        where: the file and the header's line.
        columns: the headers at fault, as the file has them.
    """

    code = "INTAKE-005"

    def __init__(self, where: Where, *, columns: tuple[str, ...]) -> None:
        super().__init__(
            where,
            detail=_("Colonnes : {columns}.").format(columns=", ".join(columns)),
        )
        self.columns = columns


class FileTruncated(IntakeRefused):
    """The last line is short, or a quote never closes."""

    code = "INTAKE-006"


class QuotingBroken(IntakeRefused):
    """Something stands after a closing quote."""

    code = "INTAKE-007"


class CellTooLong(IntakeRefused):
    """More characters than `limits.max_cell`."""

    code = "INTAKE-008"


class TableTooLarge(IntakeRefused):
    """More rows or columns than the limits."""

    code = "INTAKE-009"


class RowCountDiffers(IntakeRefused):
    """The sender announced another number of rows.

    Args:
        where: the file.
        declared: rows announced.
        found: rows read.
    """

    code = "INTAKE-010"

    def __init__(self, where: Where, *, declared: int, found: int) -> None:
        super().__init__(
            where,
            detail=_("Annoncées : {declared}, lues : {found}.").format(
                declared=declared, found=found
            ),
        )
        self.declared, self.found = declared, found


class WorkbookUnsafe(IntakeRefused):
    """A zip bomb, XML entities, macros or external links."""

    code = "INTAKE-011"


class WorkbookUnreadable(IntakeRefused):
    """Encrypted, damaged, or not a workbook at all."""

    code = "INTAKE-013"


class TemplateUnknown(IntakeRefused):
    """No template of that name."""

    code = "INTAKE-014"


class TemplateCodeUnknown(IntakeRefused):
    """The template writes a code that the nomenclatures do not hold.

    Args:
        where: the template's file.
        codes: the unknown codes.
    """

    code = "INTAKE-015"

    def __init__(self, where: Where, *, codes: tuple[str, ...]) -> None:
        super().__init__(
            where, detail=_("Codes : {codes}.").format(codes=", ".join(codes))
        )
        self.codes = codes


class MinimumColumnsMissing(IntakeRefused):
    """Nobody can be recognised, or nothing is dated.

    Args:
        where: the file and the header's line.
        columns: usual headers of the columns that are missing.
    """

    code = "INTAKE-016"

    def __init__(self, where: Where, *, columns: tuple[str, ...]) -> None:
        super().__init__(
            where,
            detail=_("Attendues : {columns}.").format(columns=", ".join(columns)),
        )
        self.columns = columns


class RowsRefused(IntakeRefused):
    """All or nothing was asked, and some rows are refused.

    Args:
        where: the file.
        refused: what is refused, by line.
    """

    code = "INTAKE-017"

    def __init__(self, where: Where, *, refused: tuple[Refusal, ...]) -> None:
        lines = {refusal.line for refusal in refused}
        super().__init__(where, detail=_("Lignes refusées : {n}.").format(n=len(lines)))
        self.refused = refused


class OrganisationNeeded(IntakeRefused):
    """The sender is not named and several would fit, or none."""

    code = "INTAKE-018"


class FileUnopened(IntakeRefused):
    """The file does not exist or may not be read."""

    code = "INTAKE-019"


class TemplateNotAgreed(IntakeRefused):
    """The file is of a template that its sender has no agreement for.

    Args:
        where: the file.
        label: of the template, in the language in use.
    """

    code = "INTAKE-040"

    def __init__(self, where: Where, *, label: str) -> None:
        super().__init__(where, detail=_("Modèle : {label}.").format(label=label))
        self.label = label


class NothingInHand(IntakeRefused):
    """No file was given, or it was let go."""

    code = "INTAKE-041"


class LoadUnderWay(IntakeRefused):
    """The account already loads a file."""

    code = "INTAKE-042"


class MeaningUnknown(IntakeRefused):
    """A title or a word is told to mean what the template does not have."""

    code = "INTAKE-043"


class BatchUnknown(IntakeRefused):
    """No batch has this reference."""

    code = "INTAKE-060"


class BatchAlreadyWithdrawn(IntakeRefused):
    """The batch was undone before."""

    code = "INTAKE-061"


class LaterWorkRests(IntakeRefused):
    """Something recorded later needs what the batch brought.

    Args:
        reasons: translated sentences, one per kind of later work.
    """

    code = "INTAKE-062"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(detail=" ".join(reasons))
        self.reasons = reasons
