"""`parcours report`: write the report of a cohort, a contract or an action."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from commands.opening import acting_context
from config.translation import _
from config.writing import write_whole


if TYPE_CHECKING:  # the analysis takes a second to import; `--help` does without
    from cohorts.answer import File
    from cohorts.reporting import ReportKind
    from config.translation import Language


ENDINGS = (".pdf", ".html")


class ReportLanguage(StrEnum):
    """Languages in which reports are written."""

    FR = "fr"
    EN = "en"


def report(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option(dir_okay=False, help=_("Fichier .pdf ou .html à écrire."))
    ],
    name: Annotated[str, typer.Argument(help=_("Nom de la définition."))] = "",
    contract: Annotated[
        str | None,
        typer.Option(help=_("Bilan annuel d’un contrat ; son code, ou « - ».")),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help=_("Année du bilan ; défaut : la dernière."))
    ] = None,
    action: Annotated[
        str | None, typer.Option(help=_("Bilan d’une action ; code de sa demande."))
    ] = None,
    evaluation: Annotated[
        bool,
        typer.Option("--evaluation", help=_("Rapport d’évaluation, tous indicateurs.")),
    ] = False,
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
    """Écrire un rapport : d’une promotion, d’un contrat, d’une action, d’évaluation."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise typer.BadParameter(
            _("Le nom du fichier finit par {endings}.").format(
                endings=_(" ou ").join(ENDINGS)
            ),
            param_hint="--out",
        )
    if sum(bool(one) for one in (name, contract, action, evaluation)) != 1:
        raise typer.BadParameter(
            _("Donnez un nom de définition, --contract, --action ou --evaluation."),
            param_hint="NAME",
        )
    kind = cast("ReportKind", ending.removeprefix("."))
    spoken: Language | None = None if language is None else language.value
    if evaluation:
        from cohorts.yearly_reporting import report_evaluation

        made = report_evaluation(
            acting_context(ctx), year=year, kind=kind, extract=extract, language=spoken
        )
    elif contract or action:
        made = _yearly(ctx, contract, action, year, kind, extract, spoken)
    else:
        from cohorts.reporting import report_cohort

        made = report_cohort(
            acting_context(ctx),
            name=name,
            kind=kind,
            extract=extract,
            groups=tuple(group or ()),
            language=spoken,
        )
    write_whole(out, made.content)
    typer.echo(_("Rapport écrit : {file}").format(file=out.name))


def _yearly(
    ctx: typer.Context,
    contract: str | None,
    action: str | None,
    year: int | None,
    kind: "ReportKind",
    extract: str | None,
    language: "Language | None",
) -> "File":
    from cohorts.yearly_reporting import report_action, report_contract

    context = acting_context(ctx)
    if action:
        return report_action(
            context, code=action, kind=kind, extract=extract, language=language
        )
    return report_contract(
        context,
        contract="" if contract in (None, "-") else str(contract),
        year=year,
        kind=kind,
        extract=extract,
        language=language,
    )
