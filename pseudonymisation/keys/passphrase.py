"""Where a passphrase comes from: a descriptor, a named variable, or a prompt.

Never an argument of the command line, which every account of the machine may read in
the list of processes. A descriptor gives its content once, so it is read once.
"""

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache


Passphrase = Callable[[], str | None]
"""Asks for a passphrase; None where nobody can be asked."""
DESCRIPTOR = "PARCOURS_PASSPHRASE_FD"
"""Number of an open descriptor, as in `parcours … 3< <(pass show parcours)`."""
VARIABLE = "PARCOURS_PASSPHRASE_ENV"
"""Name of the variable that holds the passphrase."""
MOST_BYTES = 1024


def nobody() -> None:
    """Give no passphrase: for what must open unsealed files alone."""
    return


def passphrase_from(environ: Mapping[str, str], *, prompt: str) -> Passphrase:
    """Choose where the passphrase is to come from.

    Args:
        environ: environment variables; `PARCOURS_PASSPHRASE_FD` comes first, then
            `PARCOURS_PASSPHRASE_ENV`.
        prompt: what a person at a terminal is asked, where neither is given.

    Returns:
        Gives the passphrase when called; None where nobody can be asked.
    """
    descriptor, variable = environ.get(DESCRIPTOR), environ.get(VARIABLE)
    if descriptor:
        return lambda: read_descriptor(descriptor)
    if variable:
        return lambda: environ.get(variable)
    return lambda: _ask(prompt)


@lru_cache(maxsize=4)
def read_descriptor(number: str) -> str | None:
    """Read the first line that a descriptor gives, once for the process.

    Args:
        number: as the option gives it.

    Returns:
        The line, None where there is none to read.
    """
    try:
        told = os.read(int(number), MOST_BYTES)
    except (OSError, ValueError):
        return None
    return told.decode(errors="replace").splitlines()[0] if told else None


@lru_cache(maxsize=4)
def _ask(prompt: str) -> str | None:
    if not sys.stdin.isatty():
        return None
    try:
        return getpass.getpass(f"{prompt} ")
    except EOFError:
        return None
