"""What saving a definition refuses, one class per cause.

Failure
└── SavingRefused           (SAVED-)
    ├── NameTaken            SAVED-001
    ├── VersionUnknown       SAVED-002
    └── StoreBusy            SAVED-003
"""

from config.failure import Failure
from config.translation import _


class SavingRefused(Failure):
    """Base of the refusals of this room."""

    code = "SAVED-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Rien n’a été enregistré ni changé."), remedy=remedy
        )


class NameTaken(SavingRefused):
    """The name is that of a definition of the territory's configuration."""

    code = "SAVED-001"

    def __init__(self) -> None:
        super().__init__(
            _("Ce nom est celui d’une définition du territoire."),
            _("Donnez un autre nom à la vôtre : celle du territoire ne change pas."),
        )


class VersionUnknown(SavingRefused):
    """No version of this number was saved under this name."""

    code = "SAVED-002"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune version enregistrée ne porte ce nom et ce numéro."),
            _("Listez-les : « parcours cohort versions NOM »."),
        )


class StoreBusy(SavingRefused):
    """Others were saving the same definition at the same time."""

    code = "SAVED-003"

    def __init__(self) -> None:
        super().__init__(
            _("Une autre personne enregistre cette définition en ce moment."),
            _("Recommencez dans un instant."),
        )
