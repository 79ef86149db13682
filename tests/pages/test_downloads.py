"""A file made at a click is gone soon after, whether or not anybody does anything."""

import time
from types import SimpleNamespace

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from app_pages.components import downloads
from app_pages.components.downloads import hand_over, let_go


SECONDS = 0.05
PATIENCE = 10


@pytest.fixture(name="files")
def _files(monkeypatch):
    """Streamlit's own keeper of files, in memory."""
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    held = SimpleNamespace(
        exists=lambda: True, get_instance=lambda: SimpleNamespace(media_file_mgr=files)
    )
    monkeypatch.setattr(downloads, "runtime", held)
    return files


def clicked(files, make):
    placeholder = files.add_deferred(make, "application/json", "1.0", "carnet.json")
    return files.execute_deferred(placeholder).removeprefix("/media/").split(".")[0]


def is_there(files, name):
    try:
        return bool(files._storage.get_file(f"{name}.json"))
    except MediaFileStorageError:
        return False


def test_a_file_is_gone_soon_after_its_click_without_any_run(files):
    name = clicked(files, lambda: hand_over(lambda: b"{}", seconds=SECONDS))

    until = time.monotonic() + PATIENCE
    while is_there(files, name) and time.monotonic() < until:
        time.sleep(SECONDS)

    assert not is_there(files, name)


def test_a_file_is_there_for_the_browser_that_asks_at_once(files):
    name = clicked(files, lambda: hand_over(lambda: b"{}", seconds=PATIENCE))

    assert is_there(files, name)


def test_leaving_lets_a_file_go_by_the_end_of_the_run(files):
    name = clicked(files, lambda: hand_over(lambda: b"{}", seconds=PATIENCE))

    let_go()
    files.remove_orphaned_files()  # what Streamlit does as every run ends

    assert not is_there(files, name)
