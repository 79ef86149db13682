"""What can be wrong with an outside table, one class per cause; never a cell value.

Failure
└── FileRefused                   (TABLE-1xx)
    ├── FileNotATable              TABLE-101
    ├── ColumnAbsent               TABLE-102
    ├── ColumnTwice                TABLE-103
    ├── LineBroken                 TABLE-104
    ├── TableEmpty                 TABLE-105
    └── CellRefused
        ├── CellBlank              TABLE-111
        ├── CellNotANumber         TABLE-112
        ├── DurationOutOfRange     TABLE-113
        ├── EventCodeUnknown       TABLE-114
        ├── EntryNotBeforeExit     TABLE-115
        ├── WeightOutOfRange       TABLE-116
        └── TooManyEventCodes      TABLE-117
"""

from config.failure import Failure, Where
from config.translation import _


class FileRefused(Failure):
    """Base of the refusals of an outside table."""

    code = "TABLE-100"

    def __init__(self, what: str, remedy: str, where: Where) -> None:
        super().__init__(
            what,
            not_done=_("Aucune estimation n’a été faite."),
            remedy=remedy,
            where=where,
        )


class FileNotATable(FileRefused):
    """Neither readable CSV nor Parquet."""

    code = "TABLE-101"

    def __init__(self, where: Where) -> None:
        super().__init__(
            _("Ce fichier n’est ni un CSV lisible ni un Parquet."),
            _(
                "Enregistrez la table en CSV (UTF-8, séparateur « , » ou « ; ») ou en "
                "Parquet."
            ),
            where,
        )


class ColumnAbsent(FileRefused):
    """A column that was named is not in the header."""

    code = "TABLE-102"

    def __init__(self, where: Where) -> None:
        super().__init__(
            _("Cette colonne n’est pas dans la table."),
            _("Vérifiez son nom, majuscules comprises, sur la première ligne."),
            where,
        )


class ColumnTwice(FileRefused):
    """A column that was named stands twice in the header."""

    code = "TABLE-103"

    def __init__(self, where: Where) -> None:
        super().__init__(
            _("Cette colonne figure deux fois dans la table."),
            _("Renommez l’une des deux."),
            where,
        )


class LineBroken(FileRefused):
    """A line has not as many cells as the header."""

    code = "TABLE-104"

    def __init__(self, where: Where) -> None:
        super().__init__(
            _("La ligne n’a pas autant de cellules que l’en-tête."),
            _("Vérifiez les séparateurs et les guillemets de cette ligne."),
            where,
        )


class TableEmpty(FileRefused):
    """A header and nothing under it, or not even that."""

    code = "TABLE-105"

    def __init__(self, where: Where) -> None:
        super().__init__(
            _("La table n’a aucune ligne de données."),
            _("Vérifiez l’export."),
            where,
        )


class CellRefused(FileRefused):
    """Base of the refusals of one cell, at its line and column."""

    what = ""
    remedy_text = ""

    def __init__(self, where: Where) -> None:
        super().__init__(_(self.what), _(self.remedy_text), where)


class CellBlank(CellRefused):
    """A needed cell is empty."""

    code = "TABLE-111"
    what = "La cellule est vide, ou dit que la valeur manque (NA)."
    remedy_text = "Complétez-la, ou retirez la ligne de la table."


class CellNotANumber(CellRefused):
    """A number was expected."""

    code = "TABLE-112"
    what = "Un nombre est attendu."
    remedy_text = "Corrigez la cellule, ou retirez la ligne de la table."


class DurationOutOfRange(CellRefused):
    """A duration is negative, infinite, or longer than any life."""

    code = "TABLE-113"
    what = "Une durée est un nombre fini, positif ou nul, de la longueur d’une vie."
    remedy_text = "Corrigez la cellule : vérifiez l’ordre des dates dont elle vient."


class EventCodeUnknown(CellRefused):
    """An event is not a whole number from 0."""

    code = "TABLE-114"
    what = (
        "Un événement est codé 0 (censuré), 1, ou 2, 3… pour d’autres causes, jusqu’à "
        "99."
    )
    remedy_text = "Recodez la colonne : 0 pour qui n’a pas encore eu d’événement."


class EntryNotBeforeExit(CellRefused):
    """An entry is not before the exit."""

    code = "TABLE-115"
    what = "L’entrée en observation est un nombre fini, plus petit que la durée."
    remedy_text = "Corrigez la cellule, ou retirez la ligne de la table."


class WeightOutOfRange(CellRefused):
    """A weight is not above 0."""

    code = "TABLE-116"
    what = "Un poids est un nombre fini, plus grand que zéro."
    remedy_text = "Corrigez la cellule, ou retirez la ligne de la table."


class TooManyEventCodes(CellRefused):
    """The event column holds too many codes to be one."""

    code = "TABLE-117"
    what = "La colonne d’événement a plus de 20 codes différents."
    remedy_text = "Vérifiez que c’est bien la colonne d’événement."
