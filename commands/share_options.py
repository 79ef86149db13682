"""The two custodians' options, written once for every command that takes shares."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.passphrases import share_file
from config.translation import _


One = Annotated[Path, typer.Option("--share-1", help=_("Part du premier gardien."))]
Two = Annotated[Path, typer.Option("--share-2", help=_("Part du second gardien."))]
OneFd = Annotated[
    int | None, typer.Option("--share-1-fd", help=_("Descripteur de sa phrase."))
]
TwoFd = Annotated[
    int | None, typer.Option("--share-2-fd", help=_("Descripteur de sa phrase."))
]
OPTIONS = {"share_1": One, "share_2": Two, "share_1_fd": OneFd, "share_2_fd": TwoFd}
OPTIONAL = {
    "share_1": Annotated[
        Path | None, typer.Option("--share-1", help=_("Part du premier gardien."))
    ],
    "share_2": Annotated[
        Path | None, typer.Option("--share-2", help=_("Part du second gardien."))
    ],
    "share_1_fd": OneFd,
    "share_2_fd": TwoFd,
}


def with_shares(
    *, new: bool = False, needed: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of both shares, and hand it the two.

    Args:
        new: the shares are about to be made.
        needed: whether the command does nothing without them; where not, it gets None
            unless both are named.

    Returns:
        A decorator for a command that takes `shares`.
    """
    options = OPTIONS if needed else OPTIONAL

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(*args: Any, **given: Any) -> None:
            one, two, one_fd, two_fd = (given.pop(name) for name in options)
            shares = None
            if one is not None and two is not None:
                shares = (
                    share_file(one, one_fd, new=new),
                    share_file(two, two_fd, new=new),
                )
            command(*args, shares=shares, **given)

        own = inspect.signature(command).parameters
        kept = [one for name, one in own.items() if name != "shares"]
        added = [_option(name, kind, needed=needed) for name, kind in options.items()]
        parameters = sorted([*kept, *added], key=lambda p: p.default is not p.empty)
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate


def _option(name: str, kind: Any, *, needed: bool) -> inspect.Parameter:
    given = needed and not name.endswith("_fd")
    return inspect.Parameter(
        name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=inspect.Parameter.empty if given else None,
        annotation=kind,
    )
