"""The explanation of every shipped definition is kept, in both languages.

After a deliberate change: `UPDATE_GOLDEN=1 pytest` on this file, then read the diff.
"""

import os
from pathlib import Path

import pytest

import config
from cohorts.definition.explain import as_lines, explain
from cohorts.definition.from_yaml import read_definitions
from config.translation import use_language
from parcours.nomenclature import read_nomenclature


SHIPPED = Path(config.__file__).parent
GOLDEN = Path(__file__).parents[2] / "golden" / "cohorts"
NAMES = sorted(path.stem for path in (SHIPPED / "cohorts").glob("*.yaml"))


@pytest.fixture(params=["fr", "en"])
def language(request):
    use_language(request.param)
    yield request.param
    use_language("fr")


@pytest.fixture(scope="module")
def nomenclature():
    return read_nomenclature(SHIPPED)


@pytest.mark.parametrize("name", NAMES)
def test_explanation_is_the_kept_one(name, language, nomenclature):
    definition = read_definitions(SHIPPED)[name]
    lines = as_lines(explain(definition, nomenclature=nomenclature))
    text = "\n".join(lines[:-2]) + "\n"  # without the versions, which move
    kept = GOLDEN / f"{name}.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")

    assert text == kept.read_text(encoding="utf-8")
