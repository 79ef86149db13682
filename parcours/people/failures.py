"""What the rooms of casework refuse, one class per cause.

Failure
└── EntryRefused            (PEOPLE-)
    ├── UnknownWord          PEOPLE-001
    ├── DayImpossible        PEOPLE-002
    ├── NoteRefused          PEOPLE-003
    │   ├── NoteTooLong      PEOPLE-007
    │   └── NoteNumber       PEOPLE-008
    ├── IdentityTooPoor      PEOPLE-004
    ├── CodeNeeded           PEOPLE-009
    ├── AlreadyChanged       PEOPLE-005
    ├── PathFrozen           PEOPLE-020
    └── FieldImpossible      PEOPLE-006
        ├── NationalNumber
        └── BirthDateImpossible
"""

from config.failure import Failure, Where
from config.translation import _


class EntryRefused(Failure):
    """Base of the refusals of casework entries."""

    code = "PEOPLE-000"

    def __init__(self, what: str, remedy: str, field: str | None = None) -> None:
        super().__init__(
            what,
            where=Where(column=field),
            not_done=_("Rien n’a été enregistré ; votre saisie est conservée."),
            remedy=remedy,
        )


class UnknownWord(EntryRefused):
    """A code that no nomenclature holds on that day."""

    code = "PEOPLE-001"

    def __init__(self, field: str) -> None:
        super().__init__(
            _("Ce choix n’existe pas, ou plus, à cette date."),
            _("Choisissez une valeur de la liste."),
            field,
        )


class DayImpossible(EntryRefused):
    """A day in the future, or an end before its start."""

    code = "PEOPLE-002"

    def __init__(self, field: str) -> None:
        super().__init__(
            _("Cette date n’est pas possible ici."),
            _("Donnez une date passée ou d’aujourd’hui, et une fin après le début."),
            field,
        )


class NoteRefused(EntryRefused):
    """Base of a free text that cannot be kept; as such: of a refused theme."""

    code = "PEOPLE-003"

    def __init__(self, field: str = "note", what: str | None = None) -> None:
        super().__init__(
            what or _("Ce texte ne peut être gardé : ce sujet ne se note pas."),
            _(
                "Restez sous 200 signes, sans numéro. Ne saisissez ni santé, ni "
                "justice, ni origine : l’orientation suffit."
            ),
            field,
        )


class NoteTooLong(NoteRefused):
    """A free text longer than what is kept.

    Args:
        field: where it was typed.
        most: signs that are kept.
    """

    code = "PEOPLE-007"

    def __init__(self, field: str, *, most: int) -> None:
        what = _("Ce texte ne peut être gardé : il dépasse {n} signes.")
        super().__init__(field, what.format(n=most))


class NoteNumber(NoteRefused):
    """A free text with a number shaped like a national number."""

    code = "PEOPLE-008"

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            _("Ce texte ne peut être gardé : il contient un numéro interdit."),
        )


class IdentityTooPoor(EntryRefused):
    """Neither a name nor a code: the young person could never be found again."""

    code = "PEOPLE-004"

    def __init__(self) -> None:
        super().__init__(
            _("Il faut au moins un nom et un prénom, ou un code."),
            _("Complétez l’un des deux."),
            "birth_name",
        )


class CodeNeeded(EntryRefused):
    """Work under anonymity keeps no name, so that a code alone finds the person."""

    code = "PEOPLE-009"

    def __init__(self) -> None:
        super().__init__(
            _("Il faut le code que votre structure donne à ce jeune."),
            _("Votre structure travaille sous anonymat : aucun nom n’est gardé."),
            "code",
        )


class AlreadyChanged(EntryRefused):
    """Somebody else corrected or withdrew the entry meanwhile."""

    code = "PEOPLE-005"

    def __init__(self) -> None:
        super().__init__(
            _("Cette saisie a déjà été corrigée ou retirée par quelqu’un d’autre."),
            _("Relisez la fiche, puis reprenez votre correction."),
        )


class PathFrozen(EntryRefused):
    """The young person asked that their file be frozen: nothing is written on it."""

    code = "PEOPLE-020"

    def __init__(self) -> None:
        super().__init__(
            _("Ce dossier est gelé à la demande du jeune : rien ne s’y inscrit."),
            _("Levez la limitation dans « Ses droits », avec son accord."),
        )


class FieldImpossible(EntryRefused):
    """A field of a new page that cannot hold what was typed."""

    code = "PEOPLE-006"

    def __init__(
        self, field: str, what: str | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(
            what or _("Ce champ ne peut contenir ce qui a été saisi."),
            remedy
            or _(
                "Un nom s’écrit sans chiffre, un code postal en cinq chiffres, un code "
                "de structure en 40 signes au plus, sans nom."
            ),
            field,
        )


class NationalNumber(FieldImpossible):
    """A number shaped like a national number (NIR), in any field."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            _("Ce numéro a la forme d’un numéro de sécurité sociale."),
            _("Il ne peut être gardé ici : effacez-le."),
        )


class BirthDateImpossible(FieldImpossible):
    """A date of birth that does not exist, is to come, or is out of age."""

    def __init__(self) -> None:
        super().__init__(
            "birth_date",
            _("Cette date de naissance n’est pas possible."),
            _("Vérifiez le jour, le mois et l’année, ou ne donnez que l’année."),
        )
