"""Streamlit's settings: the ones we serve with, and whether a file keeps to them.

Streamlit shows a person's data in its error page by default, and recipes found on the
web switch its cross-site guards off; so the flags are given at every start, and
`parcours doctor` reads the file too.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

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
NEVER = ("server.trustedUserHeaders", "server.enableAgentApi")


def flags() -> list[str]:
    """Give the safe settings as command-line flags, which win over any file.

    Returns:
        `--name=value` words.
    """
    return [f"--{name}={_word(value)}" for name, value in SAFE.items()]


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def check_settings(file: Path) -> Check:
    """Compare a settings file with the safe ones.

    Args:
        file: `.streamlit/config.toml` beside `app.py`.

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
    guards = [
        name
        for name in SAFE
        if name.endswith(("Protection", "CORS", "Serving", "Stats", "Details"))
    ]
    wrong = [n for n in guards if n in settings and settings[n] != SAFE[n]]
    wrong += [n for n in MUST_BE_SAID if n not in settings]
    return wrong + [n for n in NEVER if settings.get(n)]


def _flat(tables: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for table, content in tables.items():
        if isinstance(content, dict):
            flat.update({f"{table}.{key}": value for key, value in content.items()})
    return flat
