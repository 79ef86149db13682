"""What the room of printing refuses.

Failure
└── PrinterMissing           PRINT-001
"""

from config.failure import Failure
from config.translation import _


class PrinterMissing(Failure):
    """The library that lays out PDF is not installed."""

    code = "PRINT-001"

    def __init__(self) -> None:
        super().__init__(
            _("La bibliothèque qui met en page les PDF n’est pas là."),
            not_done=_("Aucun fichier n’a été fait."),
            remedy=_(
                "Faites-la installer (« make install-report ») ; le carnet en JSON "
                "s’en passe."
            ),
        )
