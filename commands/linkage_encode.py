"""`parcours linkage project-key|encode|match-encoded`: links without showing names."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.linkage_text import reading_lines, row_count
from config.translation import _, counted
from pseudonymisation.encode_file import encode_file
from pseudonymisation.keys.project import create_project_key
from pseudonymisation.match_encoded import match_encoded


AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


def project_key(
    key: Annotated[Path, typer.Argument(help=_("Fichier de clé, à écrire."))],
    as_json: AsJson = False,
) -> None:
    """Créer la clé d’un projet, à remettre aux seuls partenaires qui codent."""
    project = create_project_key(key)
    if as_json:
        typer.echo(json.dumps({"project": project}))
        return
    typer.echo(
        _(
            "Clé du projet {project} créée. Remettez-en une copie à chacun des deux "
            "partenaires, jamais au centre ; chaque copie code un fichier, une fois."
        ).format(project=project)
    )


def encode(
    records: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=_("CSV avec record_id.")),
    ],
    key: Annotated[Path, typer.Option("--key", help=_("Clé du projet."))],
    out: Annotated[Path, typer.Option("--out", help=_("CSV codé, à écrire."))],
    as_json: AsJson = False,
) -> None:
    """Coder chez le partenaire un fichier d’identités ; la clé n’y sert qu’une fois."""
    encoded = encode_file(records, out, key=key)
    if as_json:
        typer.echo(json.dumps(asdict(encoded)))
        return
    text = counted(
        encoded.records,
        one=_("{n} ligne codée pour le projet {project}."),
        many=_("{n} lignes codées pour le projet {project}."),
        project=encoded.project,
    )
    typer.echo(text)
    for line in reading_lines(encoded.remarks, encoded.refused):
        typer.echo(line)
    if encoded.repeated:
        text = counted(
            encoded.repeated,
            one=_(
                "{n} ligne ressemble à une autre du même fichier : seule la première "
                "sera rapprochée. Voyez linkage match pour les réunir avant."
            ),
            many=_(
                "{n} lignes ressemblent à une autre du même fichier : seule la "
                "première sera rapprochée. Voyez linkage match pour les réunir avant."
            ),
        )
        typer.echo(text)


def match_encoded_files(
    first: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help=_("CSV codé."))
    ],
    second: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=_("CSV codé d’un autre.")),
    ],
    out: Annotated[Path, typer.Option("--out", help=_("CSV des liens, à écrire."))],
    as_json: AsJson = False,
) -> None:
    """Rapprocher deux fichiers codés, sans clé et sans nom."""
    compared = match_encoded(first, second, out)
    if as_json:
        typer.echo(json.dumps(asdict(compared)))
        return
    text = counted(
        compared.links,
        one=_("{a} et {b}, {n} lien dont {sure} sûr."),
        many=_("{a} et {b}, {n} liens dont {sure} sûrs."),
        a=row_count(compared.records_a),
        b=row_count(compared.records_b),
        sure=compared.sure,
    )
    typer.echo(text)
