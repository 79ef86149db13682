"""What the room of matching refuses.

Failure
└── MatchingFailure
    ├── NothingToSeparate   MATCHING-001
    └── SamePerson          MATCHING-002
NotWithinReach
└── CodesLeadNowhere        MATCHING-003
"""

from config.failure import Failure
from config.translation import _
from parcours.access.failures import NotWithinReach


class MatchingFailure(Failure):
    """A link cannot be made or undone."""


class NothingToSeparate(MatchingFailure):
    """The person was never joined to another, and no subject was named."""

    code = "MATCHING-001"

    def __init__(self) -> None:
        super().__init__(
            _("Ce parcours ne vient d’aucun rapprochement fait à la main."),
            not_done=_("Rien n’a été séparé."),
            remedy=_("Nommez les dossiers à séparer."),
        )


class SamePerson(MatchingFailure):
    """Both codes already lead to one path."""

    code = "MATCHING-002"

    def __init__(self) -> None:
        super().__init__(
            _("Ces deux codes mènent déjà au même parcours."),
            not_done=_("Rien n’a été rapproché."),
            remedy=_("Il n’y a rien à faire."),
        )


class CodesLeadNowhere(NotWithinReach):
    """One of two codes leads to nobody; which of the two is not said."""

    code = "MATCHING-003"

    def __init__(self, operation: str = "") -> None:
        super().__init__(operation)
        self.what = _("Ces deux codes ne mènent pas à deux parcours.")
        self.not_done = _(
            "Rien n’a été rapproché ; la demande est inscrite au journal."
        )
        self.remedy = _(
            "Vérifiez la structure, qui n’est pas la vôtre, et chaque signe du code."
        )
