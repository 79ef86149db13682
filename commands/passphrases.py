"""Passphrases of the command line: a prompt or a descriptor, never an argument."""

import sys
from pathlib import Path

import typer

from config.translation import _
from pseudonymisation.keys.passphrase import read_descriptor
from pseudonymisation.keys.shares import ShareFile


def new_passphrase(descriptor: int | None, *, asked: str) -> str:
    """Get a passphrase that does not exist yet, typed twice at a terminal.

    Args:
        descriptor: number of an open descriptor that gives it, or None.
        asked: what a person is asked.

    Returns:
        The passphrase, "" where nobody gives one.
    """
    if descriptor is not None:
        return read_descriptor(str(descriptor)) or ""
    if not sys.stdin.isatty():
        return ""
    told: str = typer.prompt(asked, hide_input=True, confirmation_prompt=True)
    return told


def share_file(path: Path, descriptor: int | None, *, new: bool = False) -> ShareFile:
    """Pair a custodian's file with what asks for their passphrase.

    Args:
        path: of the share.
        descriptor: number of an open descriptor that gives it, or None.
        new: the share is about to be made.

    Returns:
        The pair; nothing is asked before it is needed.
    """
    asked = _("Phrase de passe de la part {file}").format(file=path.name)

    def ask() -> str | None:
        if new:
            return new_passphrase(descriptor, asked=asked)
        if descriptor is not None:
            return read_descriptor(str(descriptor))
        if not sys.stdin.isatty():
            return None
        told: str = typer.prompt(asked, hide_input=True)
        return told

    return ShareFile(path, ask)
