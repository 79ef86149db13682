"""Why a path was not derived."""

from config.failure import Failure
from config.translation import _


class SituationWithoutRule(Failure):
    """A fact names a situation that the nomenclature does not hold.

    Args:
        n_facts: how many facts do so.
    """

    code = "PATH-001"

    def __init__(self, n_facts: int) -> None:
        super().__init__(
            _("{n} fait(s) portent une situation absente de la nomenclature.").format(
                n=n_facts
            ),
            not_done=_("Aucun parcours n’a été reconstitué."),
            remedy=_(
                "Rétablissez le code dans situations.yaml (une situation abandonnée "
                "y garde sa date de fin), puis relancez."
            ),
        )
        self.n_facts = n_facts


class PathOutOfRange(Failure):
    """A day or a rule lies outside what a path can compare."""

    code = "PATH-002"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Une date de fait sort du calendrier chargé, ou la nomenclature "
                "dépasse 1 000 situations ou la priorité 99."
            ),
            not_done=_("Aucun parcours n’a été reconstitué."),
            remedy=_("Corrigez la date ou la nomenclature, puis relancez."),
        )
