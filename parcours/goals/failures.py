"""What the room of goals refuses, one class per cause.

Failure
└── EntryRefused            (PEOPLE-)
    ├── LabelMissing         GOALS-001
    ├── LabelRefused         GOALS-002
    └── EndImpossible        GOALS-003
"""

from config.translation import _
from parcours.people.failures import EntryRefused


class LabelMissing(EntryRefused):
    """An objective or a step without words."""

    code = "GOALS-001"

    def __init__(self) -> None:
        super().__init__(
            _("Il manque les mots : un objectif ou une étape se dit en une phrase."),
            _("Écrivez-la, avec les mots du jeune si possible."),
            "label",
        )


class LabelRefused(EntryRefused):
    """Words that may not be kept: too long, or shaped like a national number."""

    code = "GOALS-002"

    def __init__(self, remedy: str) -> None:
        super().__init__(
            _("Ces mots ne peuvent être gardés."),
            remedy,
            "label",
        )


class EndImpossible(EntryRefused):
    """A state without its day, or a day that cannot be."""

    code = "GOALS-003"

    def __init__(self, field: str) -> None:
        super().__init__(
            _("Cette fin n’est pas possible."),
            _(
                "Dites atteint ou mis de côté avec un jour passé ou d’aujourd’hui, "
                "après le début ; laissez le jour vide tant que c’est en cours."
            ),
            field,
        )
