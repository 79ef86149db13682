"""A definition written as YAML reads back as the same definition."""

from hypothesis import given

from cohorts.definition.from_yaml import definition_from
from cohorts.definition.to_yaml import to_yaml
from config.reading import read_yaml_text
from tests.properties.definitions import RULES, definitions
from tests.properties.effort import tries


@given(definition=definitions())
@tries(100)
def test_any_definition_reads_back_equal_with_the_same_hash(definition):
    text = to_yaml(definition, rules=RULES)
    found = definition_from(read_yaml_text(text, name="essai.yaml"), rules=RULES)

    assert found == definition
    assert found.hash == definition.hash
    assert to_yaml(found, rules=RULES) == text
