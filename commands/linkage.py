"""`parcours linkage match|review|answer|refuse|join|encode…`: who is whom."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.linkage_codes import files, join, refuse
from commands.linkage_encode import encode, match_encoded_files, project_key
from commands.linkage_quality import judge, quality
from commands.linkage_reindex import reindex
from commands.linkage_review import answer, review, separate, take_back
from commands.linkage_text import reading_lines, row_count
from config.translation import _, counted
from pseudonymisation.match_file import link_file


app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Rapprochement."))


@app.callback()
def linkage() -> None:
    """Rapprocher des identités."""


app.command()(quality)
app.command()(judge)
app.command()(review)
app.command()(answer)
app.command()(take_back)
app.command()(separate)
app.command()(refuse)
app.command()(join)
app.command()(files)
app.command()(reindex)
app.command()(project_key)
app.command()(encode)
app.command("match-encoded")(match_encoded_files)


@app.command()
def match(
    records: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=_("CSV avec record_id.")),
    ],
    out: Annotated[Path, typer.Option("--out", help=_("CSV des liens, à écrire."))],
    one_per: Annotated[
        str | None,
        typer.Option(help=_("Colonne dont chaque valeur porte au plus une personne.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Rapprocher les lignes d’un fichier, dans un coffre jetable."""
    summary = link_file(records, out, one_per=one_per)
    if as_json:
        typer.echo(json.dumps(asdict(summary)))
        return
    told = (
        row_count(summary.records),
        counted(summary.persons, one=_("{n} personne"), many=_("{n} personnes")),
        counted(summary.linked, one=_("{n} lien"), many=_("{n} liens")),
        counted(
            summary.questions,
            one=_("{n} question à relire"),
            many=_("{n} questions à relire"),
        ),
    )
    typer.echo(", ".join(told) + ".")
    for line in reading_lines(summary.remarks, summary.refused):
        typer.echo(line)
