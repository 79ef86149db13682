"""What access refuses.

Failure
└── AccessFailure
    ├── AccessDenied        the role has no such right
    │   ├── NotWithinReach  absent or out of scope: one answer for both
    │   ├── FactorNeeded    the role asks for a second factor that is not there yet
    │   └── ProofNeeded     the act asks for the password once more
    ├── SignInRefused       unknown, wrong, locked or disabled: one answer for all
    ├── SessionOver         idle, too old, signed out or disabled
    ├── PasswordRefused     too short or too common
    ├── AccountRefused      login taken, unknown role or organisation
    ├── AuditImpossible     no audit line, no answer
    ├── FactorRefused       the second factor cannot be set up as asked
    └── ConventionMissing   no agreement covers this sending, reading or sharing
"""

from config.failure import Failure
from config.translation import _


class AccessFailure(Failure):
    """Base of the refusals of this room."""

    code = "ACCESS-000"


class AccessDenied(AccessFailure):
    """The operation is not open to this role; unlisted operations are open to none."""

    code = "ACCESS-001"

    def __init__(self, operation: str) -> None:
        super().__init__(
            _("Votre rôle ne permet pas cette action ({operation}).").format(
                operation=operation
            ),
            not_done=_("Rien n’a été lu ni écrit ; le refus est inscrit au journal."),
            remedy=_("Demandez à l’administrateur du territoire si c’est une erreur."),
        )
        self.operation = operation


class NotWithinReach(AccessDenied):
    """What was asked for is absent or outside the scope; nobody learns which."""

    code = "ACCESS-002"

    def __init__(self, operation: str = "") -> None:
        super().__init__(operation)
        self.what = _("Introuvable, ou hors de ce que vous pouvez voir.")
        self.not_done = _("Rien n’a été lu ; la demande est inscrite au journal.")
        self.remedy = _("Vérifiez l’identifiant ou demandez à la personne référente.")


class FactorNeeded(AccessDenied):
    """The role must have a second factor before it does anything else."""

    code = "ACCESS-009"

    def __init__(self, operation: str = "") -> None:
        super().__init__(operation)
        self.what = _("Votre rôle demande un deuxième facteur, pas encore en place.")
        self.not_done = _("Rien n’a été lu ni écrit ; le refus est inscrit au journal.")
        self.remedy = _("Mettez-le en place sur la page « Mon compte ».")


class ProofNeeded(AccessDenied):
    """The act is grave: the password, and the code, are asked for once more."""

    code = "ACCESS-010"

    def __init__(self, operation: str = "") -> None:
        super().__init__(operation)
        self.what = _("Cet acte demande de confirmer que c’est bien vous.")
        self.not_done = _("Rien n’a été lu ni écrit ; la demande est au journal.")
        self.remedy = _("Donnez à nouveau votre mot de passe, puis recommencez.")


class SignInRefused(AccessFailure):
    """One answer for unknown login, wrong password, waiting time, disabled account."""

    code = "ACCESS-003"

    def __init__(self) -> None:
        super().__init__(
            _("Identifiant, mot de passe ou code refusé."),
            not_done=_("La session n’a pas été ouverte."),
            remedy=_(
                "Après cinq essais, l’attente s’allonge d’une seconde à un quart "
                "d’heure ; l’administrateur peut donner un nouveau mot de passe."
            ),
        )


class SessionOver(AccessFailure):
    """The session no longer counts."""

    code = "ACCESS-004"

    def __init__(self) -> None:
        super().__init__(
            _("Votre session est terminée."),
            not_done=_("Rien n’a été lu ni écrit."),
            remedy=_("Connectez-vous à nouveau."),
        )


class PasswordRefused(AccessFailure):
    """The password is too weak to be kept."""

    code = "ACCESS-005"

    def __init__(self, *, minimum: int) -> None:
        super().__init__(
            _("Ce mot de passe est trop court ou trop courant."),
            not_done=_("Il n’a pas été retenu."),
            remedy=_(
                "Choisissez {minimum} caractères au moins, par exemple quatre mots "
                "sans rapport entre eux."
            ).format(minimum=minimum),
        )


class AccountRefused(AccessFailure):
    """The account cannot be made or changed as asked."""

    code = "ACCESS-006"

    def __init__(self, what: str) -> None:
        super().__init__(
            what,
            not_done=_("Aucun compte n’a été changé."),
            remedy=_("« parcours account list » montre les comptes et les rôles."),
        )


class FactorRefused(AccessFailure):
    """The code is not the one, or there is nothing to confirm."""

    code = "ACCESS-011"

    def __init__(self) -> None:
        super().__init__(
            _("Ce code n’est pas le bon, ou il a déjà servi."),
            not_done=_("Rien n’a été changé."),
            remedy=_(
                "Vérifiez l’heure de votre téléphone et donnez le code affiché "
                "maintenant."
            ),
        )


class AuditImpossible(AccessFailure):
    """The audit line could not be committed."""

    code = "ACCESS-007"

    def __init__(self) -> None:
        super().__init__(
            _("Le journal d’audit ne peut pas être écrit."),
            not_done=_("Sans ligne de journal, aucune réponse n’est donnée."),
            remedy=_("Lancez « parcours doctor » sur la machine du territoire."),
        )


class ConventionMissing(AccessFailure):
    """No convention in force covers what was asked."""

    code = "ACCESS-008"

    def __init__(self, *, direction: str, organisation: str | None) -> None:
        super().__init__(
            _("Aucune convention en vigueur ne couvre cela ({detail}).").format(
                detail=", ".join(part for part in (direction, organisation) if part)
            ),
            not_done=_("Rien n’a été lu, importé ni transmis."),
            remedy=_("Ajoutez ou prolongez la convention dans conventions.yaml."),
        )
        self.direction = direction
        self.organisation = organisation
