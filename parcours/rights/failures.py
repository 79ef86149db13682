"""What the room of rights refuses, one class per cause.

Failure
└── EntryRefused
    ├── AlreadyAnswered      RIGHTS-001
    └── ReasonMissing        RIGHTS-002
"""

from config.translation import _
from parcours.people.failures import EntryRefused


class AlreadyAnswered(EntryRefused):
    """Somebody answered the request meanwhile."""

    code = "RIGHTS-001"

    def __init__(self) -> None:
        super().__init__(
            _("Cette demande a déjà reçu une réponse."),
            _("Relisez la liste des demandes."),
        )


class ReasonMissing(EntryRefused):
    """A refusal, or parents not told, without a reason that the law knows."""

    code = "RIGHTS-002"

    def __init__(self) -> None:
        super().__init__(
            _("Il faut dire pourquoi : ce motif est communiqué à qui demande."),
            _("Choisissez un motif de la liste."),
            "reason",
        )
