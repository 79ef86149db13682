"""Every example of docs/python-api.md runs as it is written."""

import re
from pathlib import Path


PAGE = Path(__file__).parents[2] / "docs" / "python-api.md"


def test_the_examples_of_the_page_run():
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    session: dict[str, object] = {}

    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), session)  # noqa: S102

    assert len(blocks) >= 7
