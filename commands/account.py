"""`parcours account …`: who may sign in, and what protects an account."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import segno
import typer

from commands.opening import acting_context
from config.translation import _
from parcours.access.accounts import (
    AccountView,
    add_account,
    disable_account,
    list_accounts,
    reset_factor,
    set_password,
)
from parcours.access.own_account import begin_own_factor, confirm_own_factor
from parcours.access.passwords import hash_password


app = typer.Typer(
    add_completion=False, rich_markup_mode=None, help=_("Comptes et rôles.")
)
Login = Annotated[str, typer.Argument(help=_("Identifiant."))]
PasswordFile = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help=_("Fichier du mot de passe.")),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


@app.command()
def add(
    ctx: typer.Context,
    login: Login,
    role: Annotated[str, typer.Option(help=_("Rôle de config/access.yaml."))],
    name: Annotated[str, typer.Option(help=_("Nom affiché."))] = "",
    organisation: Annotated[
        str | None, typer.Option(help=_("Code de la structure."))
    ] = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Créer un compte ; le mot de passe est demandé, ou lu dans un fichier."""
    context = acting_context(ctx)
    password_hash = hash_password(_password(password_file), login=login)
    view = add_account(
        context,
        login=login,
        display_name=name or login,
        role=role,
        password_hash=password_hash,
        organisation=organisation,
    )
    _show([view], as_json=as_json)


def _password(file: Path | None) -> str:
    """Read a password without echo, or from a file or a pipe; never an argument."""
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = typer.prompt(
        _("Mot de passe"), hide_input=True, confirmation_prompt=True
    )
    return answer


@app.command()
def disable(ctx: typer.Context, login: Login, as_json: AsJson = False) -> None:
    """Désactiver un compte ; ses sessions finissent aussitôt."""
    _show([disable_account(acting_context(ctx), login=login)], as_json=as_json)


@app.command("set-password")
def set_password_(
    ctx: typer.Context,
    login: Login,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Donner un nouveau mot de passe ; les sessions du compte finissent aussitôt."""
    context = acting_context(ctx)
    password_hash = hash_password(_password(password_file), login=login)
    view = set_password(context, login=login, password_hash=password_hash)
    _show([view], as_json=as_json)


@app.command("second-factor")
def second_factor(ctx: typer.Context) -> None:
    """Mettre en place le deuxième facteur du compte de --as."""
    context = acting_context(ctx)
    offer = begin_own_factor(context)
    if sys.stdout.isatty():
        segno.make(offer.address, error="m", micro=False).terminal(compact=True)
    typer.echo(_("Clé à donner à l’application : {key}").format(key=offer.spelt))
    code: str = typer.prompt(_("Code affiché par l’application"))
    codes = confirm_own_factor(context, code=code)
    typer.echo(_("Codes de secours, à noter : ils ne seront plus montrés."))
    for one in codes:
        typer.echo(f"  {one}")


@app.command("reset-factor")
def reset_factor_(ctx: typer.Context, login: Login, as_json: AsJson = False) -> None:
    """Retirer le deuxième facteur d’un téléphone perdu ; ses sessions finissent."""
    _show([reset_factor(acting_context(ctx), login=login)], as_json=as_json)


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Lister les comptes."""
    _show(list_accounts(acting_context(ctx)), as_json=as_json)


def _show(views: list[AccountView], *, as_json: bool) -> None:
    if as_json:
        rows = [asdict(view) for view in views]
        typer.echo(json.dumps({"accounts": rows}, default=str, ensure_ascii=False))
        return
    for view in views:
        state = _("actif") if view.disabled_at is None else _("désactivé")
        where = view.organisation or "–"
        factor = _("deux facteurs") if view.with_factor else _("mot de passe seul")
        line = f"{view.login:24} {view.role:24} {where:24} {state:10} {factor}"
        typer.echo(line)
