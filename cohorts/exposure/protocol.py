"""The target trial that is emulated, in words: to be shown with every figure of it."""

from collections.abc import Sequence
from typing import Literal

from config.translation import _


Control = Literal["never", "later"]


def tell_protocol(
    covariates: Sequence[str], *, grace: int, horizon: int, control: Control
) -> tuple[str, ...]:
    """Tell who, when, what, and under which assumptions.

    Args:
        covariates: names of what both the start and the event depend on.
        grace: months within which to start.
        horizon: last month.
        control: what the others do.

    Returns:
        Sentences in the reader's language: eligibility, time zero, the two
        strategies, the analysis, the assumptions.

    Source: Hernán & Robins (2016), Am J Epidemiol 183, 758-764, table 1.
    """
    waits = (
        _("Stratégie comparée : ne jamais commencer.")
        if control == "never"
        else _("Stratégie comparée : ne pas commencer dans ce délai.")
    )
    return (
        _("Éligibles : la cohorte, sans ceux déjà exposés à l’origine."),
        _("Temps zéro : l’origine de chacun, quand la stratégie serait assignée."),
        _("Stratégie : commencer dans les {n} mois, au plus tard le dernier.").format(
            n=grace
        ),
        waits,
        _(
            "Analyse : chaque cas cloné dans les deux stratégies, censuré quand il "
            "s’en écarte, pondéré par l’inverse de sa probabilité de s’y tenir ; suivi "
            "de {n} mois."
        ).format(n=horizon),
        _(
            "Hypothèses : ce qui fait commencer et compte pour l’issue est dans "
            "{names} et dans le mois ; chacun pouvait commencer ou non ; les pertes de "
            "vue sont sans lien avec l’issue."
        ).format(names=", ".join(f"« {name} »" for name in covariates)),
    )
