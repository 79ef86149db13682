"""`parcours report`: write the report of a cohort, as PDF or HTML."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from commands.opening import acting_context
from config.translation import _
from config.writing import write_whole


if TYPE_CHECKING:  # the analysis takes a second to import; `--help` does without
    from cohorts.reporting import ReportKind


ENDINGS = (".pdf", ".html")


class ReportLanguage(StrEnum):
    """Languages in which reports are written."""

    FR = "fr"
    EN = "en"


def report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("Nom de la définition."))],
    out: Annotated[
        Path, typer.Option(dir_okay=False, help=_("Fichier .pdf ou .html à écrire."))
    ],
    extract: Annotated[
        str | None, typer.Option(help=_("Extraction ; défaut : la dernière."))
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", help=_("Ventilation ; répétable. Défaut : aucune.")),
    ] = None,
    language: Annotated[
        ReportLanguage | None,
        typer.Option(help=_("Langue du rapport ; défaut : celle de la commande.")),
    ] = None,
) -> None:
    """Écrire le rapport d’une promotion : chiffres protégés, méthode, références."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise typer.BadParameter(
            _("Le nom du fichier finit par {endings}.").format(
                endings=_(" ou ").join(ENDINGS)
            ),
            param_hint="--out",
        )
    from cohorts.reporting import report_cohort

    made = report_cohort(
        acting_context(ctx),
        name=name,
        kind=cast("ReportKind", ending.removeprefix(".")),
        extract=extract,
        groups=tuple(group or ()),
        language=None if language is None else language.value,
    )
    write_whole(out, made.content)
    typer.echo(_("Rapport écrit : {file}").format(file=out.name))
