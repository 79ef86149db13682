"""Failures and surprises → what a terminal or a program is told, and what is kept.

A surprise (a fault of ours) is told by a reference number alone. What is kept of it is
its type and the lines of code it went through: an exception's own words may repeat a
value, so they are not written anywhere.
"""

import json
import os
import secrets
import traceback
from datetime import datetime
from pathlib import Path

import typer

from config.failure import Failure
from config.translation import _


REFERENCE_BYTES = 4


class Incident(Failure):
    """A fault of the product, known by its reference."""

    code = "PARCOURS-001"

    def __init__(self, reference: str, *, kept: bool) -> None:
        super().__init__(
            _("Erreur inattendue, référence {reference}.").format(reference=reference),
            not_done=_("La commande n’est pas allée au bout."),
            remedy=_("Donnez cette référence ; le détail est dans logs/.")
            if kept
            else _("Donnez cette référence et la commande à qui vous aide."),
        )


def tell(failure: Failure, *, as_json: bool) -> None:
    """Print a failure for people on stderr, and for programs on stdout.

    Args:
        failure: what was refused.
        as_json: print `{"error": {…}}` on stdout too.
    """
    typer.echo(str(failure), err=True)
    if as_json:
        answer = {"error": failure.as_dict()}
        typer.echo(json.dumps(answer, ensure_ascii=False))


def keep_incident(error: BaseException, *, logs: Path, at: datetime) -> Incident:
    """Keep what may be kept of a surprise.

    Args:
        error: the exception.
        logs: folder of technical logs; where it is absent nothing is kept.
        at: the instant.

    Returns:
        The incident, to be told.
    """
    reference = secrets.token_hex(REFERENCE_BYTES).upper()
    content = {
        "reference": reference,
        "at": at.isoformat(timespec="seconds"),
        "errors": [_outline(one) for one in _chain(error)],
    }
    return Incident(reference, kept=_write(logs, reference, content))


def _chain(error: BaseException) -> list[BaseException]:
    """List the exception and those it came from, latest first."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found


def _outline(error: BaseException) -> dict[str, object]:
    """Give type and lines of code, and not one word of the message."""
    stack = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "stack": [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in stack],
    }


def _write(logs: Path, reference: str, content: object) -> bool:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(logs / f"incident-{reference}.json", flags, 0o600)
    except OSError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    return True
