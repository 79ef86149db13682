"""What disclosure refuses, one class per cause.

Failure
└── ReleaseRefused          (RELEASE-)
    ├── TooFew               RELEASE-001
    ├── NotProtectable       RELEASE-002
    └── AlreadyAnswered      RELEASE-003
"""

from config.failure import Failure
from config.translation import _


class ReleaseRefused(Failure):
    """Base of the refusals of this room."""

    code = "RELEASE-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, not_done=_("Aucun chiffre n’est montré."), remedy=remedy)


class TooFew(ReleaseRefused):
    """Every group is under the threshold.

    Args:
        threshold: least number of young people that may be shown.
    """

    code = "RELEASE-001"

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        super().__init__(
            _("Effectif trop faible : moins de {n} jeunes.").format(n=threshold),
            _(
                "Choisissez une cohorte plus nombreuse (liste « Cohorte », ou "
                "« parcours cohort list ») ; ou élargissez la période ou le "
                "territoire, ou retirez une répartition."
            ),
        )


class NotProtectable(ReleaseRefused):
    """The counts are of a kind that no rule covers: unknown is refused."""

    code = "RELEASE-002"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune règle de diffusion ne couvre ce type de comptage."),
            _("Comptez des personnes, sans pondération, une seule fois chacune."),
        )


class AlreadyAnswered(ReleaseRefused):
    """A nearly identical population was released: the difference would tell on few.

    Args:
        threshold: least difference between two released populations.
    """

    code = "RELEASE-003"

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        super().__init__(
            _(
                "Un chiffre a déjà été diffusé pour presque les mêmes jeunes : leur "
                "différence en désignerait moins de {n}."
            ).format(n=threshold),
            _("Reprenez le chiffre déjà diffusé, ou une population bien distincte."),
        )
