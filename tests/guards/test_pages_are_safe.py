"""No page can leak by a cache, by markup, by a download made early, or by an address.

Streamlit's caches are shared by all sessions, its downloads are addresses that anybody
may fetch, and markup can load a remote image: so each is forbidden by name.
"""

import ast
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "app_pages").rglob("*.py"))
EVERYTHING = [*PAGES, ROOT / "app.py"]
CACHES = {"cache_data", "cache_resource", "cache"}
MARKUP = {"html", "iframe"}
MARKUP_FLAGS = {"unsafe_allow_html", "unsafe_allow_javascript"}
ALLOWED_CACHES = {("app.py", "cache_resource", "opened")}


def attributes(path):
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)]


def calls(path):
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.Call)]


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def cached_functions(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                for part in ast.walk(decorator):
                    if isinstance(part, ast.Attribute) and part.attr in CACHES:
                        yield path.name, part.attr, node.name


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_nothing_is_cached_across_sessions(path):
    uses = [n for n in attributes(path) if n.attr in CACHES]

    allowed = [found for found in cached_functions(path) if found in ALLOWED_CACHES]

    assert len(uses) == len(allowed)


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_no_page_writes_markup(path):
    names = {n.attr for n in attributes(path)}
    flags = {k.arg for call in calls(path) for k in call.keywords}

    assert not names & MARKUP
    assert not flags & MARKUP_FLAGS


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_a_download_is_made_only_after_the_click(path):
    early = [
        call.lineno
        for call in calls(path)
        if getattr(call.func, "attr", "") == "download_button"
        for keyword in call.keywords
        if keyword.arg == "data" and not isinstance(keyword.value, ast.Lambda)
    ]

    assert not early


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_a_download_is_let_go_soon_after_the_click(path):
    lasting = [
        call.lineno
        for call in calls(path)
        if getattr(call.func, "attr", "") == "download_button"
        for keyword in call.keywords
        if keyword.arg == "data" and not is_handed_over(keyword.value)
    ]

    assert not lasting


def is_handed_over(data):
    body = getattr(data, "body", None)
    return getattr(getattr(body, "func", None), "id", "") == "hand_over"


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_nothing_is_put_in_the_address(path):
    assert not {n.attr for n in attributes(path)} & {"query_params"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_calls_nothing_of_the_desk(path):
    used = [
        n.lineno
        for n in attributes(path)
        if isinstance(n.value, ast.Attribute) and n.value.attr == "desk"
    ]

    assert not used


def test_no_page_names_another_machine():
    remote = [
        path.name
        for path in [*EVERYTHING, *(ROOT / "cohorts" / "charts").glob("*.py")]
        if "http://" in path.read_text("utf-8") or "https://" in path.read_text("utf-8")
    ]

    assert not remote
