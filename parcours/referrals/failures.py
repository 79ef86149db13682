"""What hand-overs refuse, one class per cause.

Failure
└── RelayRefused               (RELAY-)
    ├── YoungPersonNotAsked     RELAY-001
    ├── AgreementNeeded         RELAY-002
    ├── YoungPersonRefuses      RELAY-003
    ├── RelayAlreadyOpen        RELAY-004
    ├── MoveImpossible          RELAY-005
    ├── NothingTold             RELAY-006
    └── ReminderTooSoon         RELAY-007
"""

from config.failure import Failure, Where
from config.translation import _


class RelayRefused(Failure):
    """Base of the refusals of this room."""

    code = "RELAY-000"

    def __init__(self, what: str, remedy: str, field: str | None = None) -> None:
        super().__init__(
            what,
            where=Where(column=field),
            not_done=_("Rien n’a été transmis ; votre saisie est conservée."),
            remedy=remedy,
        )


class YoungPersonNotAsked(RelayRefused):
    """The young person was neither asked nor told."""

    code = "RELAY-001"

    def __init__(self) -> None:
        super().__init__(
            _("Le jeune n’en a pas encore été informé."),
            _("Parlez-en avec lui d’abord ; le relais se propose ensuite."),
            "young_person",
        )


class AgreementNeeded(RelayRefused):
    """To be told is not enough here: the young person must have agreed."""

    code = "RELAY-002"

    def __init__(self, *, anonymous: bool) -> None:
        super().__init__(
            _("Votre structure travaille sous anonymat : il faut l’accord du jeune.")
            if anonymous
            else _("La convention avec cette structure demande l’accord du jeune."),
            _("Demandez-lui son accord pour cette structure, puis notez-le ici."),
            "young_person",
        )


class YoungPersonRefuses(RelayRefused):
    """The young person set a limit that this hand-over would cross."""

    code = "RELAY-003"

    def __init__(self) -> None:
        super().__init__(
            _("Le jeune a refusé ou limité le partage avec cette structure."),
            _("S’il a changé d’avis, notez d’abord son choix dans « Droits »."),
            "recipient",
        )


class RelayAlreadyOpen(RelayRefused):
    """A hand-over of this young person to this organisation waits for its answer."""

    code = "RELAY-004"

    def __init__(self) -> None:
        super().__init__(
            _("Un relais vers cette structure attend déjà sa réponse."),
            _("Relancez-le, ou retirez-le avant d’en proposer un autre."),
            "recipient",
        )


class MoveImpossible(RelayRefused):
    """The thread is no longer where this step is possible."""

    code = "RELAY-005"

    def __init__(self) -> None:
        super().__init__(
            _("Ce relais a changé entre-temps : ce geste n’est plus possible."),
            _("Relisez le fil du relais, puis décidez."),
        )


class NothingTold(RelayRefused):
    """No line was chosen: the recipient would have nothing to answer to."""

    code = "RELAY-006"

    def __init__(self) -> None:
        super().__init__(
            _("Rien n’est choisi parmi ce qui peut être transmis."),
            _("Cochez au moins une ligne avec le jeune."),
            "lines",
        )


class ReminderTooSoon(RelayRefused):
    """It is not yet time to remind."""

    code = "RELAY-007"

    def __init__(self, *, days: int) -> None:
        super().__init__(
            _("Il est trop tôt pour relancer cette structure."),
            _("Une relance est possible dans {n} jours.").format(n=days),
        )
