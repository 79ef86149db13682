"""What a wish can lack, one class per cause.

Failure
└── ColumnNotNamed          WISH-001
"""

from collections.abc import Sequence

from config.failure import Failure
from config.translation import _


class ColumnNotNamed(Failure):
    """The method needs a column that was not named.

    Args:
        method: its name.
        options: options of the command line that are missing.
    """

    code = "WISH-001"

    def __init__(self, method: str, options: Sequence[str]) -> None:
        self.method, self.options = method, tuple(options)
        named = ", ".join(options)
        super().__init__(
            _("La méthode « {method} » demande encore : {options}.").format(
                method=method, options=named
            ),
            not_done=_("Aucune estimation n’a été faite."),
            remedy=_("Nommez la colonne de votre table derrière chacune."),
        )
