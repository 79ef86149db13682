"""`parcours linkage project-key|encode|match-encoded`: links without showing names."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from config.translation import _
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
    told = asdict(encoded)
    typer.echo(_("{records} lignes codées pour le projet {project}.").format(**told))
    if encoded.repeated:
        typer.echo(
            _(
                "{repeated} lignes ressemblent à une autre du même fichier : seule la "
                "première sera rapprochée. Voyez linkage match pour les réunir avant."
            ).format(**told)
        )


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
    typer.echo(
        _("{records_a} et {records_b} lignes, {links} liens dont {sure} sûrs.").format(
            **asdict(compared)
        )
    )
