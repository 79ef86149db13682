"""What approvals refuse.

Failure
├── AccessDenied
│   └── OwnRequest           APPROVAL-002  nobody agrees to their own request
└── ApprovalRefused          base
    ├── ApprovalUnknown      APPROVAL-001
    ├── ReasonMissing        APPROVAL-003
    ├── AlreadyDecided       APPROVAL-004
    ├── NotAgreed            APPROVAL-005  nobody has agreed, or somebody refused
    ├── ApprovalExpired      APPROVAL-006
    ├── ApprovalUsed         APPROVAL-007
    ├── ApprovalOfAnother    APPROVAL-008  another list, kind or person
    └── AlreadyAgreed        APPROVAL-009  it takes somebody else too
"""

from config.failure import Failure
from config.translation import _
from parcours.access.failures import AccessDenied


class ApprovalRefused(Failure):
    """Base of the refusals of this room."""

    code = "APPROVAL-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, not_done=_("Rien n’a été fait."), remedy=remedy)


class ApprovalUnknown(ApprovalRefused):
    """There is no such request."""

    code = "APPROVAL-001"

    def __init__(self) -> None:
        super().__init__(
            _("Cette demande d’accord n’existe pas."),
            _("« parcours approvals list » montre les demandes."),
        )


class OwnRequest(AccessDenied):
    """Two different people are needed; audited as denied."""

    code = "APPROVAL-002"

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.what = _("Nul ne peut approuver sa propre demande.")
        self.remedy = _("Demandez à une deuxième personne qui en a le droit.")


class ReasonMissing(ApprovalRefused):
    """A request says why, in a few words."""

    code = "APPROVAL-003"

    def __init__(self) -> None:
        super().__init__(
            _("La demande ne dit pas pourquoi."),
            _("Donnez la raison en dix signes au moins, sans aucun nom."),
        )


class AlreadyDecided(ApprovalRefused):
    """A decision is not changed; a new request may be made."""

    code = "APPROVAL-004"

    def __init__(self) -> None:
        super().__init__(
            _("Cette demande a déjà reçu sa réponse."),
            _("Faites une nouvelle demande si elle doit changer."),
        )


class NotAgreed(ApprovalRefused):
    """Nobody has agreed yet, or somebody refused."""

    code = "APPROVAL-005"

    def __init__(self) -> None:
        super().__init__(
            _("Cette demande n’a pas l’accord d’une deuxième personne."),
            _("Attendez son accord : « parcours approvals list »."),
        )


class ApprovalExpired(ApprovalRefused):
    """Its time is over."""

    code = "APPROVAL-006"

    def __init__(self) -> None:
        super().__init__(
            _("Le délai de cette demande est passé."),
            _("Faites une nouvelle demande."),
        )


class ApprovalUsed(ApprovalRefused):
    """An approval serves once."""

    code = "APPROVAL-007"

    def __init__(self) -> None:
        super().__init__(
            _("Cet accord a déjà servi."),
            _("Faites une nouvelle demande."),
        )


class AlreadyAgreed(ApprovalRefused):
    """Two agreements are those of two persons."""

    code = "APPROVAL-009"

    def __init__(self) -> None:
        super().__init__(
            _("Vous avez déjà donné votre accord à cette demande."),
            _("Il faut aussi celui d’une autre personne."),
        )


class ApprovalOfAnother(ApprovalRefused):
    """The approval is for another list, another act or another person."""

    code = "APPROVAL-008"

    def __init__(self) -> None:
        super().__init__(
            _("Cet accord porte sur autre chose, ou a été donné à quelqu’un d’autre."),
            _("Présentez exactement ce qui a été demandé, par qui l’a demandé."),
        )
