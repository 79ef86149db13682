"""What collective sheets refuse, one class per cause.

EntryRefused
└── SheetRefused            (SHEET-)
    ├── NobodyThere          SHEET-001
    ├── NamesForbidden       SHEET-002
    ├── NamesNeeded          SHEET-003
    ├── PartsExceed          SHEET-004
    ├── HoursImpossible      SHEET-005
    ├── DayOutside           SHEET-006
    ├── SheetTooLarge        SHEET-007
    ├── WordsTooLong         SHEET-008
    ├── CountImpossible      SHEET-009
    ├── SheetChanged         SHEET-010
    └── WordsNumber          SHEET-011
"""

from config.translation import _
from parcours.people.failures import EntryRefused


class SheetRefused(EntryRefused):
    """Base of the refusals of collective sheets; nothing of a sheet is then saved."""

    code = "SHEET-000"


class NobodyThere(SheetRefused):
    """Neither a young person nor a number."""

    code = "SHEET-001"

    def __init__(self, field: str = "people") -> None:
        super().__init__(
            _("Cette feuille ne compte encore personne."),
            _("Ajoutez au moins un jeune, ou un nombre de participants."),
            field,
        )


class NamesForbidden(SheetRefused):
    """Young people on the sheet of a kind that is counted without names."""

    code = "SHEET-002"

    def __init__(self) -> None:
        super().__init__(
            _("Cette action se compte sans nom : aucun jeune ne peut y figurer."),
            _("Retirez les jeunes et donnez un nombre de participants."),
            "people",
        )


class NamesNeeded(SheetRefused):
    """A number without names where the kind is logged for each young person."""

    code = "SHEET-003"

    def __init__(self) -> None:
        super().__init__(
            _("Cette action se note jeune par jeune, sans compte à côté."),
            _("Effacez les nombres, ou choisissez un autre type d’action."),
            "counts",
        )


class PartsExceed(SheetRefused):
    """A part greater than its whole."""

    code = "SHEET-004"

    def __init__(self, field: str, *, whole: int) -> None:
        super().__init__(
            _("Ces nombres dépassent le total de {n} participants.").format(n=whole),
            _("Corrigez ce nombre, ou le total."),
            field,
        )


class HoursImpossible(SheetRefused):
    """Hours of a day under 0, over 24, or finer than a quarter."""

    code = "SHEET-005"

    def __init__(self) -> None:
        super().__init__(
            _("Les heures d’un jour vont de 0 (absent) à 24, au quart d’heure près."),
            _("Corrigez la case ; 7 h 15 s’écrit 7,25."),
            "hours",
        )


class DayOutside(SheetRefused):
    """Hours or a count on a day outside of the sheet's dates, or in the future."""

    code = "SHEET-006"

    def __init__(self, field: str = "hours") -> None:
        super().__init__(
            _("Un jour noté est à venir, ou hors des dates de la feuille."),
            _("Changez les dates, ou videz ces jours : ils se noteront plus tard."),
            field,
        )


class SheetTooLarge(SheetRefused):
    """More days or more young people than one sheet holds."""

    code = "SHEET-007"

    def __init__(self, field: str, *, most: int) -> None:
        days = _("Une feuille couvre {n} jours au plus, du premier au dernier.")
        people = _("Une feuille compte {n} jeunes au plus.")
        super().__init__(
            (days if field == "ends_on" else people).format(n=most),
            _("Partagez l’action en plusieurs feuilles."),
            field,
        )


class WordsTooLong(SheetRefused):
    """A title, place or employer longer than what is kept.

    Args:
        field: where it was typed.
        most: signs that are kept.
    """

    code = "SHEET-008"

    def __init__(self, field: str, *, most: int) -> None:
        super().__init__(
            _("Ce texte ne peut être gardé : il dépasse {n} signes.").format(n=most),
            _("Raccourcissez-le, sans y mettre le nom d’un jeune."),
            field,
        )


class WordsNumber(SheetRefused):
    """A title, place or employer with a number shaped like a national number."""

    code = "SHEET-011"

    def __init__(self, field: str) -> None:
        super().__init__(
            _("Ce texte ne peut être gardé : il contient un numéro interdit."),
            _("Retirez ce numéro : il a la forme d’un numéro de sécurité sociale."),
            field,
        )


class CountImpossible(SheetRefused):
    """A number of participants under one, a negative part, or a day counted twice."""

    code = "SHEET-009"

    def __init__(self, field: str = "n") -> None:
        super().__init__(
            _("Ce nombre n’est pas possible."),
            _("Donnez un nombre entier, et un seul compte par jour."),
            field,
        )


class SheetChanged(SheetRefused):
    """Somebody else saved or withdrew the sheet meanwhile."""

    code = "SHEET-010"

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un d’autre a changé cette feuille entre-temps."),
            _("Comparez les deux versions ci-dessous, puis enregistrez à nouveau."),
        )
