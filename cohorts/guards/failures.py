"""Questions that have no honest answer as they were asked, one class per cause.

Failure
└── GuardRefused                 (GUARD-)
    ├── OtherEndsCalledCensoring GUARD-001
    └── HorizonImpossible        GUARD-002
"""

from config.failure import Failure
from config.translation import _


class GuardRefused(Failure):
    """Base of the refusals of this room."""

    code = "GUARD-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Aucune estimation n’a été faite."), remedy=remedy
        )


class OtherEndsCalledCensoring(GuardRefused):
    """1 - Kaplan-Meier was asked for as a probability beside other final ends.

    Args:
        cause: the cause asked for.
        others: the other causes with an event.
        naive: what 1 - Kaplan-Meier would say at the horizon.
        incidence: what Aalen-Johansen says there.
    """

    code = "GUARD-001"

    def __init__(
        self, cause: str, others: tuple[str, ...], *, naive: float, incidence: float
    ) -> None:
        self.cause, self.others = cause, others
        self.naive, self.incidence = naive, incidence
        super().__init__(
            _(
                "« {cause} » n’est pas la seule fin possible ({others}) : compter les "
                "autres comme un suivi interrompu gonfle la part."
            ).format(cause=cause, others=", ".join(others)),
            _(
                "Demandez l’incidence cumulée (aalen-johansen), qui donne à chaque fin "
                "sa part."
            ),
        )


class HorizonImpossible(GuardRefused):
    """A horizon that is not a time after the origin."""

    code = "GUARD-002"

    def __init__(self) -> None:
        super().__init__(
            _("Un horizon est un temps fini, après l’origine."),
            _("Donnez un horizon plus grand que zéro."),
        )
