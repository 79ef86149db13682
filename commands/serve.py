"""`parcours serve`: the interface, on this machine alone."""

import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from commands.opening import chosen, open_territory
from commands.streamlit_safety import (
    SETTINGS,
    InterfaceUnsafe,
    check_settings,
    flags,
    other_files,
)
from config.translation import _
from parcours.territory.examination import Check, State
from parcours.territory.places import FOLDER_VARIABLE


DEFAULT_PORT = 8501
Port = Annotated[int, typer.Option(min=1024, max=65535, help=_("Port local."))]


def serve(ctx: typer.Context, port: Port = DEFAULT_PORT) -> None:
    """Ouvrir l’interface sur cette machine (Ctrl+C pour finir)."""
    choice = chosen(ctx)
    if interface_check().state is State.FAILED:
        raise InterfaceUnsafe([str(SETTINGS)])
    open_territory(ctx).close()  # refuse here rather than in the browser
    words, environ = interface(choice.folder, port=port, environ=choice.environ)
    typer.echo(address(port))
    raise typer.Exit(run_interface(words, environ))


def interface_check() -> Check:
    """Examine every settings file that the interface would read.

    Returns:
        The check of `parcours doctor`.
    """
    shipped = app_file().parent / SETTINGS
    others = other_files(home=Path.home(), here=Path.cwd(), shipped=shipped)
    return check_settings(shipped, others=others)


def address(port: int) -> str:
    """Say where the interface answers.

    Args:
        port: local port.

    Returns:
        One sentence with the address.
    """
    return _("Interface : http://127.0.0.1:{port}").format(port=port)


def interface(
    folder: Path, *, port: int, environ: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Give the command that starts the interface on a territory.

    Args:
        folder: the territory's folder.
        port: local port.
        environ: environment variables to pass on; Streamlit's own are not.

    Returns:
        Words of the command and its environment.
    """
    words = [sys.executable, "-m", "streamlit", "run", str(app_file())]
    words += [f"--server.port={port}", *flags()]
    kept = {k: v for k, v in environ.items() if not k.startswith("STREAMLIT_")}
    return words, {**kept, FOLDER_VARIABLE: str(folder.absolute())}


def app_file() -> Path:
    """Find `app.py`, which lies beside this package, without running it.

    Another `app` that the path of modules holds first is not ours.

    Returns:
        Its path.
    """
    beside = Path(__file__).resolve().parents[1] / "app.py"
    found = None if beside.exists() else importlib.util.find_spec("app")
    return Path(found.origin) if found is not None and found.origin else beside


def run_interface(words: list[str], environ: Mapping[str, str]) -> int:
    """Run the interface until it ends or Ctrl+C.

    Args:
        words: from `interface`.
        environ: from `interface`.

    Returns:
        Its exit status; 0 after Ctrl+C.
    """
    with subprocess.Popen(words, env=dict(environ)) as process:  # noqa: S603 - own words
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0
