"""What can be wrong with a cohort run, one class per cause.

Failure
└── CohortRefused           (COHORT-)
    ├── CohortUnknown        COHORT-001
    ├── ExtractUnreadable    COHORT-002
    ├── GroupNotOffered      COHORT-003
    ├── CohortEmpty          COHORT-004
    ├── commands.cohort.EngineNotThere    COHORT-005
    ├── ExtractMissing       COHORT-006
    ├── ClockDisagrees       COHORT-007
    └── GroupToldLater       COHORT-008
"""

from collections.abc import Sequence

from cohorts.definition.known_later import right_ways
from config.failure import Failure, Where
from config.translation import _


class CohortRefused(Failure):
    """Base of the refusals of this room."""

    code = "COHORT-000"

    def __init__(self, what: str, remedy: str, where: Where | None = None) -> None:
        super().__init__(
            what,
            not_done=_("La cohorte n’a pas été constituée."),
            remedy=remedy,
            where=where,
        )


class CohortUnknown(CohortRefused):
    """No definition has this name.

    Args:
        known: the names that exist.
    """

    code = "COHORT-001"

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(
            _("Aucune cohorte ne porte ce nom."),
            _("Cohortes définies : {names}.").format(names=", ".join(known) or "—"),
        )


class ExtractUnreadable(CohortRefused):
    """A file of the extract is missing or cannot be read.

    Args:
        file: its name, without folders.
    """

    code = "COHORT-002"

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(
            _("Ce fichier de l’extraction manque ou ne peut être lu."),
            _("Refaites l’extraction, ou choisissez-en une autre."),
            Where(file),
        )


class ExtractMissing(CohortRefused):
    """There is no extract, or none of that name."""

    code = "COHORT-006"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune extraction ne porte ce nom, ou aucune n’existe encore."),
            _("Préparez-en une : « parcours extract NOM »."),
        )


class GroupNotOffered(CohortRefused):
    """A breakdown was asked for that the definition does not offer.

    Args:
        offered: the breakdowns that it does.
    """

    code = "COHORT-003"

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__(
            _("La définition ne propose pas cette ventilation."),
            _("Ventilations proposées : {names}.").format(
                names=", ".join(offered) or "—"
            ),
        )


class GroupToldLater(CohortRefused):
    """A breakdown was asked for that only the future tells (immortal time)."""

    code = "COHORT-008"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Cette ventilation n’est connue qu’après l’origine : pour être dans un "
                "tel groupe, il fallait être encore sans issue ce jour-là (temps "
                "immortel). La comparaison en serait faussée."
            ),
            right_ways(),
        )


class CohortEmpty(CohortRefused):
    """Nobody remains after the definition's steps.

    Args:
        attrition: the steps at which everyone left.
    """

    code = "COHORT-004"

    def __init__(self, attrition: Sequence[object]) -> None:
        self.attrition = tuple(attrition)
        super().__init__(
            _("Aucun jeune ne répond à cette définition dans cette extraction."),
            _("Lisez le tableau d’attrition, puis élargissez la définition."),
        )


class ClockDisagrees(CohortRefused):
    """Times were asked for on another clock than the event table's.

    Args:
        clock: the clock asked for.
    """

    code = "COHORT-007"

    def __init__(self, clock: str) -> None:
        self.clock = clock
        super().__init__(
            _(
                "La table des cas ne compte pas le temps sur l’horloge « {clock} »."
            ).format(clock=clock),
            _("Demandez l’horloge de la définition."),
        )
