"""Why a comparison by exposure is refused, one class per cause.

Failure
└── ExposureRefused             (EXPOSURE-)
    ├── EverExposed             EXPOSURE-001
    ├── NobodyToCompare         EXPOSURE-002
    ├── OptionImpossible        EXPOSURE-003
    ├── MonthsNotWhole          EXPOSURE-004
    ├── GroupsDoNotOverlap      EXPOSURE-005
    ├── BeyondFollowUp          EXPOSURE-006
    ├── NotTwoGroups            EXPOSURE-007
    ├── RatioImpossible         EXPOSURE-008
    ├── NoMatch                 EXPOSURE-009
    ├── BootstrapFailed         EXPOSURE-010
    ├── LateEntryNotCovered     EXPOSURE-011
    └── EventNotSaid            EXPOSURE-012

What is wrong with the table itself is told by `cohorts.regression.table_failures`.
"""

from cohorts.exposure.wording import ALTERNATIVES, Design, name_of
from config.failure import Failure
from config.translation import _


class ExposureRefused(Failure):
    """Base of the refusals of this room."""

    code = "EXPOSURE-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Aucune comparaison n’a été faite."), remedy=remedy
        )


class EverExposed(ExposureRefused):
    """The exposure "ever took part" was asked for as if it were known at time zero.

    Args:
        n_after: cases exposed after their time zero.
        n_exposed: cases ever exposed.
        share_before: share of the exposed cases' observed time that lies before the
            exposure, 0 to 1.
    """

    code = "EXPOSURE-001"

    def __init__(self, n_after: int, n_exposed: int, share_before: float) -> None:
        self.n_after, self.n_exposed = n_after, n_exposed
        self.share_before = share_before
        self.alternatives: tuple[Design, ...] = ALTERNATIVES
        super().__init__(
            _(
                "« A participé un jour » n’est pas connu à l’origine : {n} des {all} "
                "participants ont commencé après elle. {percent} % de leur temps "
                "observé précède la participation ; ils ne pouvaient pas y avoir "
                "l’événement et être comptés exposés (temps immortel)."
            ).format(n=n_after, all=n_exposed, percent=round(100 * share_before)),
            _("Choisissez plutôt : {names}.").format(
                names=", ".join(name_of(design) for design in ALTERNATIVES)
            ),
        )


class NobodyToCompare(ExposureRefused):
    """One side of the comparison is empty, or nobody of it can have the event."""

    code = "EXPOSURE-002"

    def __init__(self) -> None:
        super().__init__(
            _(
                "La comparaison demande des personnes exposées et d’autres qui ne le "
                "sont pas, suivies en même temps."
            ),
            _(
                "Vérifiez les actions choisies, élargissez la cohorte ou déplacez les "
                "points de repère."
            ),
        )


class OptionImpossible(ExposureRefused):
    """An option that cannot be.

    Args:
        option: its name.
    """

    code = "EXPOSURE-003"

    def __init__(self, option: str) -> None:
        self.option = option
        super().__init__(
            _("L’option « {option} » n’a pas de valeur possible.").format(
                option=option
            ),
            _(
                "Donnez des temps positifs, en ordre croissant, et des parts entre 0 "
                "et 1."
            ),
        )


class MonthsNotWhole(ExposureRefused):
    """The method works by whole months."""

    code = "EXPOSURE-004"

    def __init__(self) -> None:
        super().__init__(
            _("Cette méthode compte des mois entiers depuis l’origine."),
            _("Comptez le temps en mois entiers (horloge « calendar_months »)."),
        )


class GroupsDoNotOverlap(ExposureRefused):
    """Some persons could only be in one of the groups."""

    code = "EXPOSURE-005"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Les covariables séparent parfaitement les deux groupes : certains "
                "jeunes n’ont aucun semblable dans l’autre groupe."
            ),
            _(
                "Restreignez la cohorte à ceux qui pouvaient être dans l’un ou l’autre "
                "groupe, ou retirez la covariable qui les sépare."
            ),
        )


class BeyondFollowUp(ExposureRefused):
    """Nobody of a group is followed as far as the horizon.

    Args:
        horizon: the horizon asked for.
        last: the last time at which both groups are followed.
    """

    code = "EXPOSURE-006"

    def __init__(self, horizon: float, last: float) -> None:
        self.horizon, self.last = horizon, last
        super().__init__(
            _(
                "L’horizon {horizon} dépasse le suivi : dans un groupe, plus personne "
                "n’est observé après {last}."
            ).format(horizon=f"{horizon:g}", last=f"{last:g}"),
            _("Choisissez un horizon plus court."),
        )


class NotTwoGroups(ExposureRefused):
    """The column of the groups does not have the two groups of the comparison."""

    code = "EXPOSURE-007"

    def __init__(self) -> None:
        super().__init__(
            _("La comparaison demande exactement deux groupes connus à l’origine."),
            _("Choisissez une colonne à deux modalités, ou regroupez les modalités."),
        )


class RatioImpossible(ExposureRefused):
    """A ratio and limits that cannot belong together."""

    code = "EXPOSURE-008"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Un rapport et ses bornes sont des nombres positifs, le rapport entre "
                "ses bornes."
            ),
            _("Donnez le rapport lui-même, non son logarithme."),
        )


class NoMatch(ExposureRefused):
    """Nobody found a like within the caliper."""

    code = "EXPOSURE-009"

    def __init__(self) -> None:
        super().__init__(
            _("Personne n’a de semblable dans l’autre groupe à cette distance."),
            _("Élargissez la distance admise, ou choisissez une pondération."),
        )


class BootstrapFailed(ExposureRefused):
    """Too many of the resampled cohorts could not be analysed.

    Args:
        n_failed: how many.
        n_draws: of how many.
    """

    code = "EXPOSURE-010"

    def __init__(self, n_failed: int, n_draws: int) -> None:
        self.n_failed, self.n_draws = n_failed, n_draws
        super().__init__(
            _(
                "{n} des {all} rééchantillonnages n’ont pas pu être analysés : "
                "l’incertitude ne peut pas être dite."
            ).format(n=n_failed, all=n_draws),
            _("Retirez des covariables, ou raccourcissez l’horizon."),
        )


class LateEntryNotCovered(ExposureRefused):
    """The method needs everybody from the origin."""

    code = "EXPOSURE-011"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Cette méthode suit chacun depuis l’origine : des entrées tardives y "
                "seraient un choix de survivants."
            ),
            _(
                "Excluez les entrées tardives dans la définition, ou choisissez "
                "l’exposition qui change avec le temps."
            ),
        )


class EventNotSaid(ExposureRefused):
    """Several causes compete and the comparison does not say which is the event."""

    code = "EXPOSURE-012"

    def __init__(self) -> None:
        super().__init__(
            _("Plusieurs issues sont en concurrence et aucune n’est nommée."),
            _("Nommez la cause qui est l’événement de la comparaison."),
        )
