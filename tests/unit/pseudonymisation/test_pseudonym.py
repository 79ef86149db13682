import base64
import hmac

import pytest

from pseudonymisation.failures import PseudonymMalformed
from pseudonymisation.keys.derive import domain_key, purpose_key
from pseudonymisation.keys.minter import Minter
from pseudonymisation.pseudonym import Pseudonym


ROOT = bytes(range(32))
SOMEONE = bytes(16)


def test_a_pseudonym_is_the_versioned_keyed_digest_of_a_random_number():
    key = domain_key(ROOT, "record")
    digest = hmac.digest(key, SOMEONE, "sha256")

    body = base64.b32encode(digest).decode().rstrip("=").lower()
    assert str(Minter(ROOT, "record").mint(SOMEONE)) == f"v1.record.{body}"


def test_a_pseudonym_read_back_from_its_text_is_the_same():
    made = Minter(ROOT, "etude-2026").mint(SOMEONE)

    assert Pseudonym.parse(str(made)) == made
    assert made.domain == "etude-2026"


@pytest.mark.parametrize(
    "text", ["", "v1.record.abc", "v0.record." + "a" * 52, "v1.Re.cord." + "a" * 52]
)
def test_a_text_of_another_form_is_no_pseudonym(text):
    with pytest.raises(PseudonymMalformed):
        Pseudonym.parse(text)


def test_two_domains_name_a_person_without_resemblance():
    one = Minter(ROOT, "one").mint(SOMEONE).text.split(".")[2]
    two = Minter(ROOT, "two").mint(SOMEONE).text.split(".")[2]

    assert sum(a == b for a, b in zip(one, two, strict=True)) < 15


def test_no_study_can_be_named_into_a_key_of_the_vault():
    with pytest.raises(PseudonymMalformed):
        domain_key(ROOT, ".tokens")
    assert domain_key(ROOT, "tokens") != purpose_key(ROOT, "tokens")
