"""`config/drafts.yaml` → how long an unsaved entry is kept."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import config
from config.reading import read_text, read_yaml_text
from config.translation import _
from parcours.access.policy import read_heading


FILE = "drafts.yaml"
LONGEST = 31
"""Days: what nobody took up for a month is no unsaved entry any more."""
STATES = 8  # of the file: of the territories of one process


def read_kept_for(folder: Path) -> timedelta:
    """Read how long a territory keeps unsaved entries.

    Args:
        folder: its configuration folder; where it holds no such file, the shipped one
            holds.

    Returns:
        One day to a month.

    Raises:
        ConfigurationRefused: a key is absent, unknown, or not between 1 and 31.
    """
    path = folder / FILE
    if not path.exists():
        path = Path(config.__file__).parent / FILE
    return _understood(read_text(path))


@lru_cache(maxsize=STATES)
def _understood(text: str) -> timedelta:
    top = read_yaml_text(text, name=FILE)
    read_heading(top)
    days = top.integer("kept_days")
    if not 1 <= days <= LONGEST:
        what = _("Il faut ici de 1 à {most} jours.").format(most=LONGEST)
        raise top.refuse(what, "kept_days")
    top.finish()
    return timedelta(days=days)
