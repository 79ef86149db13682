"""Pictures of the interface for the pages of docs: `python -m docs.screens`.

A demonstration is invented in a folder of its own, opened, and walked in Chromium by
each role in turn; every young person, name and place on the pictures is invented.
The pictures are drawn with few colours, so that all of them together stay small.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from commands.demo import Asked, prepare
from commands.serve import interface


IMAGES = Path(__file__).parent / "images"
YOUNG, SEED = 400, 5
WIDE, NARROW = (1280, 800), (390, 844)
COLOURS = 64
START_SECONDS, WAIT_MS = 60, 60_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
DRAWN = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
}"""

Visit = Callable[[Any], None]
"""What a visitor does before the picture is taken."""


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        name: of its file, without ending.
        login: who is signed in.
        path: address of the screen, empty for the first one.
        size: of the window, pixels.
        before: what the visitor does there first.
    """

    name: str
    login: str
    path: str = ""
    size: tuple[int, int] = WIDE
    before: Visit = lambda _page: None


def _open_first(page: Any) -> None:
    page.locator("[class*='st-key-open_'] button").first.click()
    page.locator("[data-testid='stVegaLiteChart'] svg").first.wait_for()


def _choose_first(page: Any) -> None:
    page.locator("[class*='st-key-entry_who'] input").last.click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def _wait_for_chart(page: Any) -> None:
    page.locator("[data-testid='stVegaLiteChart'] svg").first.wait_for()


SHOTS: Sequence[Shot] = (
    Shot("portefeuille", "conseil"),
    Shot("fiche_jeune", "conseil", before=_open_first),
    Shot("telephone", "conseil", size=NARROW),
    Shot("saisir", "conseil", "saisir", before=_choose_first),
    Shot("a_faire", "conseil", "a-faire"),
    Shot("equipe", "coordination", "equipe"),
    Shot("imports", "coordination", "imports"),
    Shot("cohorte", "evaluation", before=_wait_for_chart),
    Shot("tableau_de_bord", "chefdeprojet"),
    Shot("contrat", "chefdeprojet", "contrat"),
    Shot("conseil_citoyen", "habitants"),
    Shot("rapprochements", "verification"),
    Shot("demandes", "protection", "demandes"),
)


def take(
    address: str,
    passwords: Mapping[str, str],
    *,
    out: Path,
    shots: Sequence[Shot] = SHOTS,
) -> list[Path]:
    """Walk through an open interface and keep its pictures.

    Args:
        address: where it answers.
        passwords: login → password.
        out: folder of the pictures.
        shots: which.

    Returns:
        The files written.
    """
    from playwright.sync_api import sync_playwright

    written = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        for shot in shots:
            width, height = shot.size
            page = browser.new_page(
                viewport={"width": width, "height": height},
                locale="fr-FR",
                color_scheme="light",
            )
            page.set_default_timeout(WAIT_MS)
            _reach(page, address, shot, passwords[shot.login])
            file = out / f"{shot.name}.png"
            file.write_bytes(small(page.screenshot()))
            written.append(file)
            page.close()
        browser.close()
    return written


def _reach(page: Any, address: str, shot: Shot, password: str) -> None:
    page.goto(address)
    page.get_by_label("Identifiant").fill(shot.login)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.locator(".st-key-who").wait_for()
    _settle(page)
    if shot.path:
        link = page.locator(f"a[data-testid=stTopNavLink][href$='/{shot.path}']")
        link.first.evaluate("link => link.click()")
        _settle(page)
    shot.before(page)
    _settle(page)
    page.mouse.move(0, 0)


def _settle(page: Any) -> None:
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(200)
    page.wait_for_function(DRAWN)


def small(picture: bytes) -> bytes:
    """Write a picture again with few colours.

    Args:
        picture: PNG.

    Returns:
        PNG with a palette.
    """
    from PIL import Image

    made = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(made, format="PNG", optimize=True)
    return made.getvalue()


@contextmanager
def opened(folder: Path) -> Iterator[str]:
    """Open an interface on a territory.

    Args:
        folder: the territory's.

    Yields:
        Its address.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words, environ = interface(folder, port=port, environ=os.environ)
    address = f"http://127.0.0.1:{port}"
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, env=environ, stdout=quiet, stderr=quiet) as process:  # noqa: S603 - own words
        try:
            _await(address)
            yield address
        finally:
            process.terminate()


def _await(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def main(words: Sequence[str] | None = None) -> int:
    """Invent a demonstration and take all pictures.

    Args:
        words: of the command line.

    Returns:
        Exit status.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=IMAGES)
    parser.add_argument("--only", nargs="*", help="names of pictures")
    asked = parser.parse_args(words)
    shots = [one for one in SHOTS if not asked.only or one.name in asked.only]
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "territory"
        _answer, signs = prepare(Asked(folder, YOUNG, SEED, dict(os.environ)))
        passwords = {one.login: one.password for one in signs}
        with opened(folder) as address:
            for file in take(address, passwords, out=asked.out, shots=shots):
                sys.stdout.write(f"{file.name} {file.stat().st_size // 1024} KiB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
