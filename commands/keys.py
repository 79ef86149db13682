"""`parcours keys create|seal|split|combine|rotate|rekey|check|request|reidentify`."""

import csv
import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.keys_text import check_lines, identity_rows, rekeyed_lines
from commands.opening import acting_context, chosen, open_territory
from commands.passphrases import new_passphrase
from commands.share_options import with_shares
from config.translation import _
from parcours.access.context import Context
from parcours.extract.operations import list_extracts
from parcours.intake.answer import safe_csv
from parcours.keeping.keys import check_keys, rotate, seal, split
from parcours.keeping.reidentification import reidentify, request_reidentification
from parcours.keeping.rekeying import rekey, request_rekeying
from parcours.territory.places import places
from pseudonymisation.keys.keyring import FILES, PSEUDONYM, Keyring
from pseudonymisation.keys.shares import ShareFile, restore
from pseudonymisation.pseudonym import Pseudonym


Shares = tuple[ShareFile, ShareFile]
app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Clés."))
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
KeyFile = Annotated[str, typer.Option("--of", help=_("Fichier de clés à partager."))]
Reason = Annotated[str, typer.Option(help=_("Pourquoi, sans aucun nom."))]
Days = Annotated[int, typer.Option(min=1, max=30, help=_("Délai."))]
Persons = Annotated[
    Path,
    typer.Argument(exists=True, dir_okay=False, help=_("Un pseudonyme par ligne.")),
]


def _tell(told: dict[str, object], text: str, *, as_json: bool) -> None:
    typer.echo(json.dumps(told, default=str, ensure_ascii=False) if as_json else text)


@app.command()
def create(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Créer les clés avant le territoire, là où PARCOURS_KEYS le dit."""
    choice = chosen(ctx)
    folder = places(choice.folder, choice.environ).keys
    Keyring.create(folder)
    text = _("Clés créées dans {folder}.").format(folder=folder)
    _tell({"files": list(FILES)}, text, as_json=as_json)


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
    text = _("Clés scellées : {files}.").format(files=", ".join(files))
    _tell({"sealed": files}, text, as_json=as_json)


@app.command("split")
@with_shares(new=True)
def split_command(
    ctx: typer.Context,
    shares: Shares,
    of: KeyFile = PSEUDONYM,
    as_json: AsJson = False,
) -> None:
    """Partager un fichier de clés entre deux gardiens, chacun avec sa phrase."""
    territory = open_territory(ctx)
    name = split(
        acting_context(ctx, territory),
        keys_folder=territory.places.keys,
        of=of,
        shares=shares,
        passphrase=territory.places.passphrase,
    )
    text = _("Deux parts de {of} écrites : gardez-les en deux lieux.").format(of=of)
    _tell({"split": name, "of": of}, text, as_json=as_json)


@app.command()
@with_shares()
def combine(
    ctx: typer.Context,
    shares: Shares,
    of: KeyFile = PSEUDONYM,
    as_json: AsJson = False,
) -> None:
    """Refaire un fichier de clés perdu à partir de ses deux parts."""
    choice = chosen(ctx)
    restore(places(choice.folder, choice.environ).keys, shares, of=of)
    text = _("{of} est refait, sans sceau : scellez-le.").format(of=of)
    _tell({"restored": of}, text, as_json=as_json)


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
    text = _("Clé {key_id} en service : {proven} clés de données vérifiées.").format(
        key_id=done.key_id, proven=done.proven
    )
    _tell(asdict(done), text, as_json=as_json)


@app.command("rekey")
@with_shares(needed=False)
def rekey_command(
    ctx: typer.Context,
    shares: Shares | None,
    request: Annotated[
        bool, typer.Option("--request", help=_("Demander l’accord, sans rien changer."))
    ] = False,
    reason: Reason = "",
    days: Days = 7,
    approval: Annotated[
        str | None, typer.Option(help=_("Référence de l’accord."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Changer tous les pseudonymes : deux accords et deux gardiens ; ou le terminer."""
    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    if request:
        asked = request_rekeying(context, desk=territory.desk, reason=reason, days=days)
        told = _("Demande {ref} : deux autres personnes doivent donner leur accord.")
        _tell(asdict(asked), told.format(ref=asked.ref), as_json=as_json)
        return
    done = rekey(
        context,
        desk=territory.desk,
        keys_folder=territory.places.keys,
        approval=approval,
        shares=shares,
        passphrase=territory.places.passphrase,
    )
    former = _former_extracts(context, territory.folder, before=done.changed_at)
    text = "\n".join(rekeyed_lines(done, former))
    _tell({**asdict(done), "former_extracts": former}, text, as_json=as_json)
    if not done.done:
        raise typer.Exit(1)


@app.command()
def check(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Contrôler les fichiers de clés, et chaque ligne du coffre."""
    territory = open_territory(ctx)
    found = check_keys(
        acting_context(ctx, territory),
        desk=territory.desk,
        keys_folder=territory.places.keys,
    )
    told = {
        "opens": not found.altered,
        "identities": found.opened,
        "sound": found.sound,
        "fell_back": found.fell_back,
        **asdict(found),
    }
    _tell(told, "\n".join(check_lines(found)), as_json=as_json)
    if not found.sound:
        raise typer.Exit(1)


@app.command()
def request(
    ctx: typer.Context,
    persons: Persons,
    reason: Reason,
    days: Days = 7,
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
    text = _("Demande {ref} : une autre personne doit répondre.").format(ref=asked.ref)
    _tell(asdict(asked), text, as_json=as_json)


@app.command("reidentify")
@with_shares()
def reidentify_command(
    ctx: typer.Context,
    persons: Persons,
    approval: Annotated[str, typer.Option(help=_("Référence de l’accord."))],
    shares: Shares,
    out: Annotated[Path, typer.Option("--out", help=_("Fichier à écrire."))],
    as_json: AsJson = False,
) -> None:
    """Rendre leur nom à une liste de pseudonymes : un accord et deux gardiens."""
    territory = open_territory(ctx)
    wanted = _read(persons)
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
    text = _("{revealed} identités sur {asked} demandées.").format(**told)
    _tell(dict(told), text, as_json=as_json)


def _former_extracts(context: Context, folder: Path, *, before: datetime) -> list[str]:
    """Name the extracts that left under the former root and keep its pseudonyms."""
    return [
        extract.name
        for extract in list_extracts(context, territory_folder=folder)
        if datetime.fromisoformat(extract.manifest.created_at) <= before
    ]


def _read(path: Path) -> list[Pseudonym]:
    """Read the first cell of each line; a heading that is no pseudonym is refused."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Pseudonym.parse(row[0].strip()) for row in csv.reader(file) if row]
