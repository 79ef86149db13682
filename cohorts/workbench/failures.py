"""What the bench can refuse, one class per cause.

Failure
└── BenchRefused              (BENCH-)
    ├── CovariatesMissing      BENCH-001
    ├── OutcomeUnknown         BENCH-002
    ├── NobodyFollowed         BENCH-003
    ├── TimeIsAge              BENCH-004
    ├── EverAsked              BENCH-005
    ├── ActionUnknown          BENCH-006
    └── RulesChanged           BENCH-009
"""

from collections.abc import Sequence

from config.failure import Failure
from config.translation import _


class BenchRefused(Failure):
    """Base of the refusals of this room."""

    code = "BENCH-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, not_done=_("Rien n’a été calculé."), remedy=remedy)


class CovariatesMissing(BenchRefused):
    """No covariate that tells young people apart."""

    code = "BENCH-001"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune covariable ne distingue les jeunes de cette cohorte."),
            _("Choisissez une covariable dont deux niveaux au moins comptent assez."),
        )


class OutcomeUnknown(BenchRefused):
    """An outcome that the definition does not have.

    Args:
        known: those that it has.
    """

    code = "BENCH-002"

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)
        super().__init__(
            _("Cette issue n’est pas dans la définition."),
            _("Issues de la définition : {names}.").format(names=", ".join(known)),
        )


class NobodyFollowed(BenchRefused):
    """Too few paths are known as long as asked.

    Args:
        months: the length asked for.
    """

    code = "BENCH-003"

    def __init__(self, months: int) -> None:
        self.months = months
        super().__init__(
            _("Trop peu de jeunes sont suivis {months} mois.").format(months=months),
            _("Choisissez une durée plus courte."),
        )


class TimeIsAge(BenchRefused):
    """The comparison counts months since the origin, the cohort counts ages."""

    code = "BENCH-004"

    def __init__(self) -> None:
        super().__init__(
            _("Cette comparaison compte les mois depuis l’origine, la cohorte l’âge."),
            _(
                "Choisissez « Au fil du temps », ou une définition dont l’horloge "
                "compte les jours ou les mois."
            ),
        )


class EverAsked(BenchRefused):
    """The exposure "ever took part" was asked for as a group known at the origin.

    Args:
        waited: share of the participants' observed time that they lived before they
            took part, 0 to 1; None where too few took part to say.
    """

    code = "BENCH-005"

    def __init__(self, waited: float | None) -> None:
        self.waited = waited
        text = _(
            "Comparer ceux qui ont participé « à un moment ou un autre » aux autres "
            "donne un résultat faux. Pour participer un jour, il faut d’abord être "
            "encore là, sans avoir connu l’issue : cette attente, où l’issue ne "
            "pouvait pas venir, serait portée au compte de l’action."
        )
        if waited is not None:
            text += " " + _(
                "Ici, {percent} % du temps suivi des participants est une telle "
                "attente."
            ).format(percent=round(100 * waited))
        super().__init__(
            text,
            _(
                "Trois comparaisons répondent à la question : au fil du temps, à une "
                "date repère, ou par un essai reconstitué."
            ),
        )


class ActionUnknown(BenchRefused):
    """A code of an action that the extract's nomenclature does not hold.

    Args:
        known: those that it holds.
    """

    code = "BENCH-006"

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)
        super().__init__(
            _("Cette action n’est pas dans la nomenclature de l’extrait."),
            _("Actions connues : {names}.").format(names=", ".join(known)),
        )


class RulesChanged(BenchRefused):
    """The rules of disclosure are no longer those that figures were protected under."""

    code = "BENCH-009"

    def __init__(self) -> None:
        super().__init__(
            _("Les règles de diffusion ont changé depuis ce calcul."),
            _("Rechargez la page pour refaire le calcul, puis exportez."),
        )
