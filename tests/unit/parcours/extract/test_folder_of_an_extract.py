"""The folder of an extract: sealed, whole or absent, named, listed."""

import hashlib
import json

import pytest

from parcours.access.failures import AccessDenied
from parcours.extract.failures import ExtractNameRefused, ExtractUnreadable
from parcours.extract.operations import list_extracts
from tests.record_house import add_account, context_for
from tests.unit.parcours.extract.house import rows


def test_the_manifest_counts_and_seals_each_table(house):
    house.situation(house.subject(house.person()))
    extract = house.extract()

    manifest = json.loads((extract.folder / "manifest.json").read_text("utf-8"))

    assert manifest["persons"] == 1
    assert manifest["disclosure"] == "protected"
    assert manifest["convention"] == "extract_evaluation"
    for name, told in manifest["tables"].items():
        content = (extract.folder / f"{name}.parquet").read_bytes()
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
        assert told["rows"] == len(rows(extract, name))


def test_the_configuration_travels_with_the_extract(house):
    house.situation(house.subject(house.person()))

    folder = house.extract().folder / "config"

    assert (folder / "dropout_rules.yaml").is_file()
    assert (folder / "nomenclature" / "situations.yaml").is_file()


def test_an_extract_replaces_the_one_of_its_name_and_leaves_no_draft(house):
    house.situation(house.subject(house.person()))
    house.extract()
    house.situation(house.subject(house.person()))

    extract = house.extract()

    assert extract.manifest.persons == 2
    assert [path.name for path in extract.folder.parent.iterdir()] == ["bilan"]


def test_a_failure_half_way_leaves_the_former_extract_whole(house, monkeypatch):
    house.situation(house.subject(house.person()))
    former = house.extract()

    def fall(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("parcours.extract.operations.copy_config", fall)
    with pytest.raises(RuntimeError):
        house.extract()

    assert [path.name for path in former.folder.parent.iterdir()] == ["bilan"]
    assert len(rows(former, "situation_facts")) == 1


@pytest.mark.parametrize(
    "name", ["", "Bilan", "../x", "a b", "é", "x" * 51, ".a", "list"]
)
def test_a_name_that_is_no_folder_and_no_domain_is_refused(house, name):
    with pytest.raises(ExtractNameRefused):
        house.extract(name)


def test_a_case_worker_may_not_prepare_an_extract(house):
    worker = add_account(house.store, role="case_worker")
    house.organisation()

    with pytest.raises(AccessDenied):
        house.extract(principal=worker)

    assert not (house.folder / "extracts").exists()


def test_extracts_are_listed_by_name(house):
    house.situation(house.subject(house.person()))
    house.extract("b")
    house.extract("a")
    context = context_for(house.store, house.operator, now=house.clock)

    found = list_extracts(context, territory_folder=house.folder)

    assert [one.name for one in found] == ["a", "b"]


def test_a_folder_without_manifest_is_named_and_not_read(house):
    (house.folder / "extracts" / "vide").mkdir(parents=True)
    context = context_for(house.store, house.operator, now=house.clock)

    with pytest.raises(ExtractUnreadable, match="vide"):
        list_extracts(context, territory_folder=house.folder)
