"""Worlds that are made once for a whole run, whatever process needs them first.

The first makes it, the others wait for it; each takes a copy, which it may change.
"""

import fcntl
import os
import shutil


MADE = "made"


def made_once(tmp_path_factory, name, make):
    """Give the folder that `make` filled; copy it, never open nor change it.

    Args:
        tmp_path_factory: pytest's.
        name: of the world, one word; nobody else takes it.
        make: called with the path of a folder that exists and is empty.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent  # shared by the processes of this run, and by no other run
    folder, finished = place / f"{name}-{MADE}", place / f"{name}-{MADE}.finished"
    with (place / f"{name}-{MADE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of one that failed
            folder.mkdir()
            make(folder)
            finished.touch()
    return folder
