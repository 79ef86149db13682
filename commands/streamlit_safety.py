"""Streamlit's settings: the ones we serve with, and whether a file keeps to them.

Streamlit shows a person's data in its error page by default, and recipes found on the
web switch its cross-site guards off; so the flags are given at every start, and
`parcours doctor` reads the files too, `parcours serve` refuses to start beside one that
weakens them, and the interface, however it was started, refuses to show anything.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from config.failure import Failure
from config.translation import _
from parcours.territory.examination import Check, State


SAFE: Mapping[str, object] = MappingProxyType(
    {
        "server.address": "127.0.0.1",
        "server.headless": True,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.maxUploadSize": 20,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,  # they lead out of the machine
        "client.toolbarMode": "minimal",
    }
)
MUST_BE_SAID = ("browser.gatherUsageStats", "client.showErrorDetails")
"""Streamlit's own defaults are unsafe here, so silence in the file is unsafe too."""
NEVER = (
    *("server.trustedUserHeaders", "server.enableAgentApi"),
    *("server.corsAllowedOrigins", "global.developmentMode"),
)
GUARDS = tuple(
    name
    for name in SAFE
    if name.endswith(("Protection", "CORS", "Serving", "Stats", "Details"))
)
ADDRESS = "server.address"
LOCAL = ("127.0.0.1", "localhost", "::1")
"""What faces the network is a reverse proxy with TLS, never this server."""
SETTINGS = Path(".streamlit") / "config.toml"


class InterfaceUnsafe(Failure):
    """A setting would weaken the interface; it is not started."""

    code = "PARCOURS-003"

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            _("Réglages dangereux : {names}.").format(names=", ".join(names)),
            not_done=_("L’interface n’est pas ouverte."),
            remedy=_("Lancez « parcours doctor », puis « parcours serve »."),
        )


def flags() -> list[str]:
    """Give the safe settings as command-line flags, which win over any file.

    Returns:
        `--name=value` words.
    """
    return [f"--{name}={_word(value)}" for name, value in SAFE.items()]


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def check_settings(file: Path, *, others: Iterable[Path] = ()) -> Check:
    """Compare the settings files with the safe ones.

    Args:
        file: `.streamlit/config.toml` beside `app.py`.
        others: files that Streamlit reads too; they may say nothing, or nothing unsafe.

    Returns:
        The check; it names settings, never their values.
    """
    name, remedy = "streamlit", _("Reprenez le fichier livré avec parcours.")
    try:
        settings = _flat(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        finding = _("Le fichier .streamlit/config.toml est absent.")
        return Check(name, State.WARNING, finding, remedy)
    except (OSError, ValueError):
        finding = _("Le fichier .streamlit/config.toml ne se lit pas.")
        return Check(name, State.FAILED, finding, remedy)
    wrong = unsafe_settings(settings)
    wrong += [name for other in others for name in _unsafe_in(other)]
    if wrong:
        finding = _("Réglages dangereux : {names}.").format(names=", ".join(wrong))
        return Check(name, State.FAILED, finding, remedy)
    return Check(name, State.OK, _("Les réglages de l’interface sont sûrs."))


def unsafe_settings(settings: Mapping[str, object]) -> list[str]:
    """Name the settings that weaken the interface.

    Args:
        settings: dotted name → value, as the file says them.

    Returns:
        Dotted names, in the order of `SAFE`.
    """
    wrong = _weakened(settings)
    return wrong + [name for name in MUST_BE_SAID if name not in settings]


def _weakened(settings: Mapping[str, object]) -> list[str]:
    wrong = [n for n in GUARDS if n in settings and settings[n] != SAFE[n]]
    if ADDRESS in settings and settings[ADDRESS] not in LOCAL:
        wrong.append(ADDRESS)
    return wrong + [name for name in NEVER if settings.get(name)]


def _unsafe_in(file: Path) -> list[str]:
    """Name what another file weakens; one that does not read is named itself."""
    if not file.is_file():
        return []
    try:
        return _weakened(_flat(tomllib.loads(file.read_text(encoding="utf-8"))))
    except (OSError, ValueError):
        return [str(SETTINGS)]


def other_files(*, home: Path, here: Path, shipped: Path) -> list[Path]:
    """List the settings files that Streamlit reads beside the shipped one.

    Args:
        home: of the machine's user.
        here: the folder in which it is started.
        shipped: the file beside `app.py`.

    Returns:
        Paths, which may not exist.
    """
    found = [folder / SETTINGS for folder in (home, here)]
    return [file for file in found if file != shipped]


def refuse_unsafe(setting: Callable[[str], object]) -> None:
    """Refuse the settings in force, wherever they came from.

    Args:
        setting: gives the value of a setting by its dotted name.

    Raises:
        InterfaceUnsafe: one of them weakens the interface.
    """
    wrong = _weakened({name: setting(name) for name in (*GUARDS, *NEVER, ADDRESS)})
    if wrong:
        raise InterfaceUnsafe(wrong)


def _flat(tables: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for table, content in tables.items():
        if isinstance(content, dict):
            flat.update({f"{table}.{key}": value for key, value in content.items()})
    return flat
