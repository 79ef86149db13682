"""What reading a file of identities could not take, said by reason and line."""

from collections.abc import Mapping, Sequence

from config.translation import _, counted


LINES_SHOWN = 20


def reading_lines(
    remarks: Mapping[str, Sequence[int]], refused: Mapping[str, Sequence[int]]
) -> list[str]:
    """Say which rows were taken in part or left out, and why; never what they hold.

    Args:
        remarks: lines of rows taken in part, by reason of `identity_file.Reason`.
        refused: lines of rows left out, by reason.

    Returns:
        A sentence per reason.
    """
    texts = {
        "birth_unread": _("Date de naissance illisible, laissée inconnue"),
        "cells": _("Refusé, pas autant de cellules que de colonnes"),
        "empty": _("Refusé, ni nom, ni prénom, ni date de naissance"),
    }
    return [
        _("{reason} : {rows} ({lines})").format(
            reason=texts[reason], rows=row_count(len(lines)), lines=_places(lines)
        )
        for reason, lines in (*remarks.items(), *refused.items())
    ]


def row_count(n: int) -> str:
    """Say a number of rows."""
    return counted(n, one=_("{n} ligne"), many=_("{n} lignes"))


def _places(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:LINES_SHOWN]))
    more = ", …" if len(lines) > LINES_SHOWN else ""
    text = _("ligne {lines}") if len(lines) == 1 else _("lignes {lines}")
    return text.format(lines=shown + more)
