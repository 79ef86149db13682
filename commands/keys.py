"""`parcours keys create|seal|split|combine|rotate|check|request|reidentify`."""

import csv
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.keys_text import check_lines, identity_rows
from commands.opening import acting_context, chosen, open_territory
from commands.passphrases import new_passphrase, share_file
from config.translation import _
from parcours.intake.answer import safe_csv
from parcours.keeping.keys import check_keys, rotate, seal, split
from parcours.keeping.reidentification import reidentify, request_reidentification
from parcours.territory.places import places
from pseudonymisation.keys.keyring import FILES, PSEUDONYM, Keyring
from pseudonymisation.keys.shares import restore
from pseudonymisation.pseudonym import Pseudonym


app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Clés."))
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
KeyFile = Annotated[str, typer.Option("--of", help=_("Fichier de clés à partager."))]
One = Annotated[Path, typer.Option("--share-1", help=_("Part du premier gardien."))]
Two = Annotated[Path, typer.Option("--share-2", help=_("Part du second gardien."))]
OneFd = Annotated[
    int | None, typer.Option("--share-1-fd", help=_("Descripteur de sa phrase."))
]
TwoFd = Annotated[
    int | None, typer.Option("--share-2-fd", help=_("Descripteur de sa phrase."))
]
Persons = Annotated[
    Path,
    typer.Argument(exists=True, dir_okay=False, help=_("Un pseudonyme par ligne.")),
]


@app.command()
def create(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Créer les clés avant le territoire, là où PARCOURS_KEYS le dit."""
    choice = chosen(ctx)
    folder = places(choice.folder, choice.environ).keys
    Keyring.create(folder)
    if as_json:
        typer.echo(json.dumps({"files": list(FILES)}))
        return
    typer.echo(_("Clés créées dans {folder}.").format(folder=folder))


@app.command("seal")
def seal_command(
    ctx: typer.Context,
    new_fd: Annotated[
        int | None,
        typer.Option("--new-fd", help=_("Descripteur de la nouvelle phrase.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Sceller les clés par une phrase de passe, ou en changer."""
    territory = open_territory(ctx)
    files = seal(
        acting_context(ctx, territory),
        keys_folder=territory.places.keys,
        new=new_passphrase(new_fd, asked=_("Nouvelle phrase de passe des clés")),
        old=territory.places.passphrase,
    )
    if as_json:
        typer.echo(json.dumps({"sealed": files}))
        return
    typer.echo(_("Clés scellées : {files}.").format(files=", ".join(files)))


@app.command("split")
def split_command(
    ctx: typer.Context,
    share_1: One,
    share_2: Two,
    of: KeyFile = PSEUDONYM,
    share_1_fd: OneFd = None,
    share_2_fd: TwoFd = None,
    as_json: AsJson = False,
) -> None:
    """Partager un fichier de clés entre deux gardiens, chacun avec sa phrase."""
    territory = open_territory(ctx)
    name = split(
        acting_context(ctx, territory),
        keys_folder=territory.places.keys,
        of=of,
        shares=(
            share_file(share_1, share_1_fd, new=True),
            share_file(share_2, share_2_fd, new=True),
        ),
        passphrase=territory.places.passphrase,
    )
    if as_json:
        typer.echo(json.dumps({"split": name, "of": of}))
        return
    told = _("Deux parts de {of} écrites : gardez-les en deux lieux.")
    typer.echo(told.format(of=of))


@app.command()
def combine(
    ctx: typer.Context,
    share_1: One,
    share_2: Two,
    of: KeyFile = PSEUDONYM,
    share_1_fd: OneFd = None,
    share_2_fd: TwoFd = None,
    as_json: AsJson = False,
) -> None:
    """Refaire un fichier de clés perdu à partir de ses deux parts."""
    choice = chosen(ctx)
    folder = places(choice.folder, choice.environ).keys
    shares = (share_file(share_1, share_1_fd), share_file(share_2, share_2_fd))
    restore(folder, shares, of=of)
    if as_json:
        typer.echo(json.dumps({"restored": of}))
        return
    typer.echo(_("{of} est refait, sans sceau : scellez-le.").format(of=of))


@app.command("rotate")
def rotate_command(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Changer la clé qui protège les identités, sans arrêter le travail."""
    territory = open_territory(ctx)
    done = rotate(
        acting_context(ctx, territory),
        desk=territory.desk,
        keys_folder=territory.places.keys,
        passphrase=territory.places.passphrase,
    )
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        _("Clé {key_id} en service : {proven} clés de données vérifiées.").format(
            key_id=done.key_id, proven=done.proven
        )
    )


@app.command()
def check(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Contrôler les fichiers de clés, et chaque ligne du coffre."""
    territory = open_territory(ctx)
    found = check_keys(
        acting_context(ctx, territory),
        desk=territory.desk,
        keys_folder=territory.places.keys,
    )
    if as_json:
        told = {
            "opens": not found.altered,
            "identities": found.opened,
            "sound": found.sound,
            "fell_back": found.fell_back,
            **asdict(found),
        }
        typer.echo(json.dumps(told))
    else:
        typer.echo("\n".join(check_lines(found)))
    if not found.sound:
        raise typer.Exit(1)


@app.command()
def request(
    ctx: typer.Context,
    persons: Persons,
    reason: Annotated[str, typer.Option(help=_("Pourquoi, sans aucun nom."))],
    days: Annotated[int, typer.Option(min=1, max=30, help=_("Délai."))] = 7,
    as_json: AsJson = False,
) -> None:
    """Demander l’accord de rendre leur nom à une liste de pseudonymes."""
    territory = open_territory(ctx)
    asked = request_reidentification(
        acting_context(ctx, territory),
        desk=territory.desk,
        persons=_read(persons),
        reason=reason,
        days=days,
    )
    if as_json:
        typer.echo(json.dumps(asdict(asked), default=str, ensure_ascii=False))
        return
    told = _("Demande {ref} : une autre personne doit répondre.")
    typer.echo(told.format(ref=asked.ref))


@app.command("reidentify")
def reidentify_command(
    ctx: typer.Context,
    persons: Persons,
    approval: Annotated[str, typer.Option(help=_("Référence de l’accord."))],
    share_1: One,
    share_2: Two,
    out: Annotated[Path, typer.Option("--out", help=_("Fichier à écrire."))],
    share_1_fd: OneFd = None,
    share_2_fd: TwoFd = None,
    as_json: AsJson = False,
) -> None:
    """Rendre leur nom à une liste de pseudonymes : un accord et deux gardiens."""
    territory = open_territory(ctx)
    wanted = _read(persons)
    shares = (share_file(share_1, share_1_fd), share_file(share_2, share_2_fd))
    with os.fdopen(
        os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        try:
            found = reidentify(
                acting_context(ctx, territory),
                desk=territory.desk,
                keys_folder=territory.places.keys,
                shares=shares,
                approval=approval,
                persons=wanted,
                passphrase=territory.places.passphrase,
            )
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        file.write(safe_csv(identity_rows(found)))
    told = {"asked": len(set(wanted)), "revealed": len(found)}
    typer.echo(
        json.dumps(told)
        if as_json
        else _("{revealed} identités sur {asked} demandées.").format(**told)
    )


def _read(path: Path) -> list[Pseudonym]:
    """Read the first cell of each line; a heading that is no pseudonym is refused."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Pseudonym.parse(row[0].strip()) for row in csv.reader(file) if row]
