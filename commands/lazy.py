"""Names of commands → their modules, imported only when one is called.

Importing every command takes seconds (DuckDB, pandas, Streamlit); `parcours --help`
and a typing error should take none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from config.failure import Failure
from config.translation import _


ANYWHERE = ("--dir", "--as")
"""Global options that may also stand after the command's name."""


class CommandNotThere(Failure):
    """The command is planned and its module is not installed."""

    code = "PARCOURS-002"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("La commande « {name} » n’est pas encore disponible.").format(name=name),
            not_done=_("Rien n’a été fait."),
            remedy=_("« parcours --help » montre les autres."),
        )


@dataclass(frozen=True)
class Lazy:
    """Where a command is.

    Attributes:
        module: module to import.
        names: its Typer app or function; several functions make a group.
        help: one line for `parcours --help`.
        default: in a group, the function meant when none is named.
        forms: in a group with a default, how each function is called, for help.
        own_dir: it has a `--dir` of its own, which is left where it stands.
    """

    module: str
    names: tuple[str, ...]
    help: str
    default: str | None = None
    own_dir: bool = False
    forms: tuple[str, ...] = ()


class DefaultGroup(TyperGroup):
    """A group whose first function may be left unnamed: `intake FILE`."""

    default = ""
    forms: tuple[str, ...] = ()

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write how each function is called, then what each one takes."""
        for form in self.forms:
            formatter.write_usage(ctx.command_path, form)
        for command in self.commands.values():
            command.format_help_text(ctx, formatter)
            command.format_options(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Name the default where another word, or an option, comes first."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else [self.default, *args])


class LazyGroup(TyperGroup):
    """The main group, filled by `COMMANDS` of its subclass in `commands.main`."""

    lazy: Mapping[str, Lazy] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """List names without importing anything."""
        return list(self.lazy)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import one command, or give None for an unknown name."""
        entry = self.lazy.get(cmd_name)
        return None if entry is None else _load(cmd_name, entry)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands from their one-line helps."""
        with formatter.section(_("Commandes")):
            formatter.write_dl([(name, _(e.help)) for name, e in self.lazy.items()])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Bring global options written after the command's name to the front."""
        word = next((one for one in args if one in self.lazy), None)
        if word is not None and not self.lazy[word].own_dir:
            args = _global_first(args)
        return super().parse_args(ctx, args)


def _global_first(args: list[str]) -> list[str]:
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            return [*front, *rest, word, *words]
        name, equals, _value = word.partition("=")
        if name in ANYWHERE:
            front += [word] if equals else [word, *_one(words)]
        else:
            rest.append(word)
    return front + rest


def _one(words: Any) -> list[str]:
    following = next(words, None)
    return [] if following is None else [following]


def _load(name: str, entry: Lazy) -> Any:
    try:
        module = import_module(entry.module)
    except ModuleNotFoundError as error:
        if error.name != entry.module:
            raise
        raise CommandNotThere(name) from None
    found = [getattr(module, one) for one in entry.names]
    return _built(name, entry, found)


def _built(name: str, entry: Lazy, found: list[Callable[..., Any]]) -> Any:
    if isinstance(found[0], typer.Typer):
        built = typer.main.get_command(found[0])
    else:
        own = {"default": entry.default, "forms": entry.forms}
        group: Any = type("Group", (DefaultGroup,), own)
        app = typer.Typer(cls=group, add_completion=False, rich_markup_mode=None)
        for one in found:
            app.command(one.__name__)(one)
        built = typer.main.get_command(app)
    built.name = name
    return built
