"""Codes of an application and recovery codes, held to the RFCs and a slow reference."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.access.codes import (
    RECOVERY_CODES,
    STEP_SECONDS,
    code_at,
    matching_step,
    new_recovery_codes,
    new_secret,
    otpauth,
    recovery_digest,
    spelt,
    step_of,
)


RFC = b"12345678901234567890"
# RFC 4226, appendix D
HOTP = (
    *("755224", "287082", "359152", "969429", "338314"),
    *("254676", "287922", "162583", "399871", "520489"),
)
# RFC 6238, appendix B: SHA-1, eight digits
TOTP = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
secrets_drawn = st.binary(min_size=16, max_size=32)
seconds = st.integers(min_value=STEP_SECONDS * 10, max_value=4_000_000_000)


def at(second):
    return datetime.fromtimestamp(second, UTC)


def slow_code(secret, second):
    """RFC 4226 §5.3, written out bit by bit."""
    counter = second // 30
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)
    offset = int(bits[-4:], 2)
    number = int("0" + bits[8 * offset + 1 : 8 * offset + 32], 2)
    return ("000000" + str(number))[-6:]


def test_counters_give_the_codes_of_rfc_4226():
    assert tuple(code_at(RFC, count) for count in range(10)) == HOTP


@pytest.mark.parametrize("second", TOTP)
def test_instants_give_the_codes_of_rfc_6238(second):
    assert code_at(RFC, step_of(at(second)), digits=8) == TOTP[second]


@given(secrets_drawn, seconds)
def test_a_code_equals_the_slow_reference(secret, second):
    assert code_at(secret, step_of(at(second))) == slow_code(secret, second)


@given(secrets_drawn, seconds, st.integers(min_value=-200, max_value=200))
def test_a_code_counts_one_step_around_its_own_and_no_further(secret, second, drift):
    typed = slow_code(secret, second + drift)
    nearby = range(-STEP_SECONDS, STEP_SECONDS + 1, STEP_SECONDS)

    found = matching_step(secret, typed, at=at(second))

    assert (found is not None) == (
        typed in {slow_code(secret, second + off) for off in nearby}
    )


@given(secrets_drawn, seconds)
def test_a_step_counts_once_and_none_before_it(secret, second):
    now = step_of(at(second))
    used = matching_step(secret, code_at(secret, now), at=at(second))

    for typed in (code_at(secret, now), code_at(secret, now - 1)):
        again = matching_step(secret, typed, at=at(second), used=used)
        assert again is None or again > now  # two steps may share their digits
    later = at(second) + timedelta(seconds=STEP_SECONDS)
    following = code_at(secret, now + 1)
    assert matching_step(secret, following, at=later, used=used) == now + 1


@given(secrets_drawn, seconds, st.text(max_size=12))
def test_nothing_but_digits_of_a_near_step_counts(secret, second, typed):
    now = step_of(at(second))
    right = {code_at(secret, now + off) for off in (-1, 0, 1)}

    found = matching_step(secret, typed, at=at(second))

    assert (found is None) == ("".join(typed.split()) not in right)


def test_a_code_may_be_typed_with_a_space():
    code = code_at(RFC, step_of(at(59)))

    assert matching_step(RFC, f" {code[:3]} {code[3:]}", at=at(59)) is not None


def test_the_address_is_read_by_applications():
    secret = b"0" * 20

    address = otpauth(secret, login="rose@x", house="parcours")

    assert address == (
        "otpauth://totp/parcours:rose%40x"
        "?secret=GAYDAMBQGAYDAMBQGAYDAMBQGAYDAMBQ&issuer=parcours"
    )
    assert spelt(secret).replace(" ", "") in address


def test_secrets_and_recovery_codes_are_drawn_anew():
    assert len({new_secret() for _ in range(20)}) == 20
    codes = new_recovery_codes() + new_recovery_codes()
    assert len(set(codes)) == 2 * RECOVERY_CODES
    assert {len(code.replace("-", "")) * 5 for code in codes} == {120}  # bits


@given(st.sampled_from(new_recovery_codes()))
def test_a_recovery_code_is_read_however_it_is_typed(code):
    typed = f" {code.lower().replace('-', ' ')} "

    assert recovery_digest(typed) == recovery_digest(code)
