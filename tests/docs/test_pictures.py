"""The pictures of the docs: all there, all used, small."""

import re
from pathlib import Path

import pytest
from PIL import Image

from docs.screens import COLOURS, IMAGES, SHOTS, small


ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/commencer.md", "docs/getting-started.md")
MOST_BYTES = 1_500_000


def shown(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    return set(re.findall(r"images/(\w+)\.png", text))


def test_each_picture_that_a_page_shows_is_taken_and_there():
    names = {shot.name for shot in SHOTS}

    for page in PAGES:
        assert shown(page) <= names
    assert {file.stem for file in IMAGES.iterdir()} == names


def test_each_picture_is_shown_in_both_languages():
    names = {shot.name for shot in SHOTS}

    assert shown("docs/commencer.md") == shown("docs/getting-started.md") == names


def test_all_pictures_together_are_small():
    assert sum(file.stat().st_size for file in IMAGES.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_has_the_width_of_its_window(shot):
    with Image.open(IMAGES / f"{shot.name}.png") as image:
        assert image.size == shot.size


def test_few_colours_are_left(tmp_path):
    many = Image.linear_gradient("L").convert("RGB")
    many.save(tmp_path / "many.png")

    (tmp_path / "few.png").write_bytes(small((tmp_path / "many.png").read_bytes()))

    with Image.open(tmp_path / "few.png") as few:
        assert len(few.convert("RGB").getcolors()) <= COLOURS
