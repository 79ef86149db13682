"""A file handed over at a click, and let go seconds later.

Streamlit keeps what a click made at an address that asks for no session, until two runs
of anybody end; signing out is one run, so a file outlived it. Here its time is counted.
"""

from collections.abc import Callable
from threading import Timer
from typing import TypeVar

from streamlit import runtime


SECONDS = 5.0
"""Between the click and the first sweep, and between that and the second."""
SWEEPS = 2  # Streamlit's own: the first marks what no page shows, the second deletes it

Content = TypeVar("Content", str, bytes)


def hand_over(make: Callable[[], Content], *, seconds: float = SECONDS) -> Content:
    """Make a file that is gone soon after the click, whatever its session does.

    The browser asks for it at once; who opens its address later finds nothing. Making
    it anew takes another click, a session, and another line of the audit.

    Args:
        make: makes the file.
        seconds: between two sweeps; the file lives for two of them at most.

    Returns:
        Its content.
    """
    content = make()
    for turn in range(1, SWEEPS + 1):
        timer = Timer(seconds * turn, let_go)
        timer.daemon = True
        timer.start()
    return content


def let_go() -> None:
    """Sweep once: what was marked goes, what no page shows is marked.

    On leaving, the end of the same run is the second sweep.
    """
    if runtime.exists():
        runtime.get_instance().media_file_mgr.remove_orphaned_files()
