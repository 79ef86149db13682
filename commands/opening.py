"""Global options of the command line → the territory they name, opened once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from parcours.territory.places import chosen_folder


if TYPE_CHECKING:  # the territory takes a second to import; `--help` does without
    from parcours.access.context import Context
    from parcours.territory.opening import Territory


@dataclass(frozen=True)
class Chosen:
    """What the global options say.

    Attributes:
        folder: the territory's folder, which may not exist.
        account: login given by `--as`, or None for the machine's own.
        environ: environment variables.
    """

    folder: Path
    account: str | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


def instant() -> datetime:
    """Give the present instant.

    Returns:
        UTC, with its zone.
    """
    return datetime.now(UTC)


def chosen(ctx: typer.Context) -> Chosen:
    """Give what the global options say.

    Args:
        ctx: context of any command.

    Returns:
        The choice, or its defaults where a command runs without the main one.
    """
    root = ctx.find_root()
    if not isinstance(root.obj, Chosen):
        root.obj = Chosen(chosen_folder(None, os.environ))
    return root.obj


def open_territory(ctx: typer.Context, *, folder: Path | None = None) -> "Territory":
    """Open the territory that the options name; it closes with the command.

    Args:
        ctx: context of the command.
        folder: instead of the one that the options name.

    Returns:
        The territory.

    Raises:
        Failure: whatever keeps it from opening.
    """
    from parcours.territory.opening import Territory

    choice = chosen(ctx)
    territory = Territory.open(
        folder or choice.folder, environ=choice.environ, now=instant
    )
    ctx.call_on_close(territory.close)
    return territory


def acting_context(
    ctx: typer.Context, territory: "Territory | None" = None
) -> "Context":
    """Give the context of the acting account: `--as`, or the machine's own.

    Args:
        ctx: context of the command.
        territory: already open, or None to open it.

    Returns:
        The context that operations take.

    Raises:
        Failure: the territory does not open, or the account does not exist.
    """
    here = territory or open_territory(ctx)
    account = chosen(ctx).account
    principal = here.operator() if account is None else here.acting_as(account)
    return here.context(principal)
