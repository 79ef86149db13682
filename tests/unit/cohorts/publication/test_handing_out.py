"""The site of a published edition, as one file made at the click and noted."""

import hashlib
import io
import zipfile

import pytest
from sqlmodel import select

from cohorts.handing_out import hand_out_site
from cohorts.publication.failures import EditionNotPublished
from cohorts.publication.site import SUMS
from parcours.record.models import AuditLine


def test_no_file_is_made_before_two_persons_agreed(officers):
    ref = officers.agree(officers.ask())

    with pytest.raises(EditionNotPublished):
        hand_out_site(officers.asking, ref=ref)


def test_the_archive_holds_the_site_whole_in_one_folder(officers):
    site = hand_out_site(officers.asking, ref=officers.publish())

    archive = zipfile.ZipFile(io.BytesIO(site.zipped()))
    held = {name: archive.read(name) for name in archive.namelist()}
    sums = held[f"{site.folder}/{SUMS}"].decode().splitlines()
    told = dict(reversed(line.split("  ")) for line in sums)

    assert held == {f"{site.folder}/{k}": data for k, data in site.files.items()}
    assert told == {
        name.partition("/")[2]: hashlib.sha256(data).hexdigest()
        for name, data in held.items()
        if not name.endswith(SUMS)
    }


def test_the_same_edition_gives_the_same_archive_twice(officers):
    ref = officers.publish()
    first = hand_out_site(officers.asking, ref=ref).zipped()

    assert hand_out_site(officers.second).zipped() == first


def test_the_archive_bears_the_day_of_publication_and_no_other(officers):
    site = hand_out_site(officers.asking, ref=officers.publish())
    archive = zipfile.ZipFile(io.BytesIO(site.zipped()))

    assert {one.date_time[:3] for one in archive.infolist()} == {(2025, 11, 22)}


def test_who_takes_the_site_stands_in_the_audit(officers):
    ref = officers.publish()
    hand_out_site(officers.council, ref=ref)

    with officers.territory.record.read() as session:
        words = select(AuditLine).where(AuditLine.operation == "release.site")
        (line,) = session.exec(words).all()
    assert (line.actor, line.about, line.decision) == (
        officers.council.principal.login,
        ref,
        "allowed",
    )
