"""What can stop a report, one class per cause.

Failure
└── ReportRefused           (REPORT-)
    ├── WriterMissing        REPORT-001
    ├── NotReleased          REPORT-002
    ├── NothingDrawn         REPORT-003
    ├── ResultUnreadable     REPORT-004
    └── NoSuchReport         REPORT-005
"""

from config.failure import Failure, Where
from config.translation import _


class ReportRefused(Failure):
    """Base of the refusals of this room."""

    code = "REPORT-000"

    def __init__(self, what: str, remedy: str, where: Where | None = None) -> None:
        super().__init__(
            what, not_done=_("Aucun fichier n’a été écrit."), remedy=remedy, where=where
        )


class WriterMissing(ReportRefused):
    """The libraries that draw pictures and lay out PDF are not installed.

    Args:
        package: the one that is missing.
    """

    code = "REPORT-001"

    def __init__(self, package: str) -> None:
        text = _("La bibliothèque « {package} », qui fait les rapports, n’est pas là.")
        super().__init__(
            text.format(package=package),
            _(
                "Installez-la (« make install-report ») ; CSV, Parquet et JSON s’en "
                "passent."
            ),
        )


class NotReleased(ReportRefused):
    """A figure that did not pass through disclosure was handed to a report."""

    code = "REPORT-002"

    def __init__(self) -> None:
        super().__init__(
            _("Un rapport ne prend que des chiffres diffusables."),
            _("Passez par l’opération qui les protège."),
        )


class NothingDrawn(ReportRefused):
    """The released figures hold no curve long enough to be drawn."""

    code = "REPORT-003"

    def __init__(self) -> None:
        super().__init__(
            _("Il n’y a pas de courbe à dessiner : trop peu de jeunes restent suivis."),
            _("Prenez le tableau, ou une autre ventilation."),
        )


class ResultUnreadable(ReportRefused):
    """A file is not a result of this program, or was changed.

    Args:
        file: its name, without folders.
    """

    code = "REPORT-004"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Ce fichier n’est pas un résultat, ou il a été modifié."),
            _("Prenez le fichier « .resultat.json » tel qu’il a été téléchargé."),
            Where(file),
        )


class NoSuchReport(ReportRefused):
    """The extract holds no funded action of that contract, year or code."""

    code = "REPORT-005"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune action financée ne porte ce code ou cette année dans l’extrait."),
            _("Faites un extrait après la décision du comité, ou changez le code."),
        )
