"""What keeping the house refuses.

Failure
└── KeepingFailure
    ├── RekeyingNeedsTwo   KEEPING-001  the approval or the shares are missing
    ├── RekeyingUnproven   KEEPING-002  something does not hold; the former root stays
    └── RekeyingUnderWay   KEEPING-003  told by an examination
"""

from config.failure import Failure
from config.translation import _


class KeepingFailure(Failure):
    """Base of the refusals of this room."""

    code = "KEEPING-000"


class RekeyingNeedsTwo(KeepingFailure):
    """Pseudonyms are keyed anew by an approval and both custodians."""

    code = "KEEPING-001"

    def __init__(self) -> None:
        super().__init__(
            _("Changer tous les pseudonymes demande un accord et les deux parts."),
            not_done=_("Rien n’a été fait."),
            remedy=_("Donnez --approval, --share-1 et --share-2."),
        )


class RekeyingUnproven(KeepingFailure):
    """A name, a lookup, the audit or the file does not show what it must."""

    code = "KEEPING-002"

    def __init__(self) -> None:
        super().__init__(
            _("Le changement des pseudonymes n’est pas prouvé de bout en bout."),
            not_done=_("L’ancienne racine n’a pas été détruite."),
            remedy=_("Lancez « parcours doctor », puis recommencez."),
        )


class RekeyingUnderWay(KeepingFailure):
    """Pseudonyms are being keyed anew, or that was interrupted."""

    code = "KEEPING-003"

    def __init__(self) -> None:
        super().__init__(
            _("Un changement des pseudonymes est en cours ou interrompu."),
            not_done=_("Rien n’a été changé."),
            remedy="parcours keys rekey",
        )
