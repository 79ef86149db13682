"""Typer's own English words → French, at the two places where they come out.

Typer carries its parser inside itself and writes most of its words in English without
a catalogue. They leave by the formatter of help pages and by the messages of usage
errors, so these two are given French here, once, and nothing else of Typer is touched.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import IO, Any

import typer
from typer._click.core import Context
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter

from config.translation import Language, _, current_language


LANGUAGE_VARIABLES = ("PARCOURS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

HEADINGS: Mapping[str, str] = MappingProxyType(
    {"Options": "Options", "Arguments": "Arguments", "Commands": "Commandes"}
)
PHRASES = tuple(
    (re.compile(english, re.DOTALL), french)
    for english, french in (
        (r"Show this message and exit\.", "Montrer cette aide."),
        (r"Missing command\.", "Il manque le nom de la commande."),
        (r"No such command (.+)\.", r"La commande \1 n’existe pas."),
        (r"No such option: (\S+)", r"L’option \1 n’existe pas."),
        (
            r"No such option: (\S+) \(Possible options: (.+)\)",
            r"L’option \1 n’existe pas (options proches : \2).",
        ),
        (r"Missing argument (.+?)\.", r"Il manque l’argument \1."),
        (r"Missing option (.+?)\.", r"Il manque l’option \1."),
        (r"Missing (?:argument|option) (.+?)\. (.+)", r"Il manque \1. \2"),
        (r"Option (.+) requires an argument\.", r"L’option \1 attend une valeur."),
        (r"Option (.+) requires (\d+) arguments\.", r"L’option \1 attend \2 valeurs."),
        (r"Option (.+) does not take a value\.", r"L’option \1 n’a pas de valeur."),
        (r"Argument (.+) takes (\d+) values\.", r"L’argument \1 attend \2 valeurs."),
        (
            r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)",
            r"Mots en trop : \1.",
        ),
        (
            r"Invalid value for .+?: (?:[Ff]ile|[Pp]ath) '(.+)' does not exist\.",
            r"Le fichier « \1 » n’existe pas.",
        ),
        (
            r"Invalid value for .+?: (?:[Ff]ile|[Pp]ath) '(.+)' is a directory\.",
            r"« \1 » est un dossier, pas un fichier.",
        ),
        (
            r"Invalid value for .+?: (?:[Ff]ile|[Pp]ath) '(.+)' is not readable\.",
            r"Le fichier « \1 » ne peut être lu.",
        ),
        (r"Invalid value for (.+?): .*", r"La valeur de \1 ne convient pas."),
        (r"Invalid value: (.+)", r"\1"),  # our own sentence, in the language in use
        (r"Could not open file (.+?): .*", r"Le fichier \1 ne s’ouvre pas."),
    )
)
EXTRAS = (("[required]", "[obligatoire]"), ("[default: ", "[par défaut : "))


def language_of(environ: Mapping[str, str]) -> Language:
    """Choose the language of the command line: French unless one asks for English.

    Args:
        environ: environment variables; the first one set among ours decides.

    Returns:
        "fr" or "en".
    """
    asked = next((environ[n] for n in LANGUAGE_VARIABLES if environ.get(n)), "")
    return "en" if asked.lower().startswith("en") else "fr"


def in_french(text: str) -> str:
    """Give Typer's sentence in the language in use.

    Args:
        text: as Typer writes it.

    Returns:
        The French sentence, or the text itself where it is not one of Typer's.
    """
    if current_language() == "en":
        return text
    for english, french in PHRASES:
        found = english.fullmatch(text)
        if found:
            return found.expand(french)
    return text


class Formatter(HelpFormatter):
    """Writes help pages in the language in use."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, prefix or f"{_('Usage :')} ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        french = current_language() == "fr"
        name = HEADINGS.get(heading, heading) if french else heading
        self.write(f"{'':>{self.current_indent}}{name}{' :' if french else ':'}\n")

    def write_text(self, text: str) -> None:
        """Write a command's own text."""
        super().write_text("\n\n".join(_(part) for part in text.split("\n\n")))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with their texts."""
        said = [(name, _option_text(text)) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)


def _option_text(text: str) -> str:
    said, gap, extra = text.partition("  [")
    if current_language() == "fr":
        for english, french in EXTRAS:
            extra = f"[{extra}".replace(english, french)[1:]
    return in_french(_(said)) + gap + extra


def _show(error: ClickException, file: IO[Any] | None = None) -> None:
    """Print a usage error: how the command is called, what is wrong."""
    if isinstance(error, NoArgsIsHelpError):
        typer.echo(error.format_message(), file=file, err=True)
        return
    context = error.ctx if isinstance(error, UsageError) else None
    if context is not None:
        typer.echo(context.get_usage(), file=file, err=True)
        hint = _("« {command} --help » dit comment s’en servir.")
        typer.echo(hint.format(command=context.command_path), file=file, err=True)
    text = in_french(error.format_message())
    typer.echo(_("Erreur : {text}").format(text=text), file=file, err=True)


def install() -> None:
    """Give Typer our formatter and our way of showing usage errors; twice is once."""
    Context.formatter_class = Formatter
    for kind in (ClickException, UsageError, NoArgsIsHelpError):
        setattr(kind, "show", _show)  # noqa: B010 - a method, put there on purpose
