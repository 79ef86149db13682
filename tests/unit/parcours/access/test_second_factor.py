"""Setting up a second factor, signing in with it, losing it; proofs and their age."""

import pytest
from sqlmodel import text

from parcours.access.accounts import reset_factor, set_password
from parcours.access.factors import seal_factors_anew
from parcours.access.failures import (
    FactorRefused,
)
from parcours.access.own_account import (
    begin_own_factor,
    change_own_password,
    confirm_own_factor,
    drop_own_factor,
    end_other_sessions,
    read_own_account,
    renew_own_recovery,
)
from parcours.record.models import RecoveryCode, SecondFactor
from pseudonymisation.keys.envelope import Envelope
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.keys.words import WordSeal
from tests.sign_in_house import (
    FREE,
    HASHER,
    KEEPER,
    secret_of,
)


def test_with_a_factor_the_password_alone_opens_nothing(house):
    _token, secret, _codes = house.set_up(FREE)

    without = house.refuses(FREE)
    wrong = house.refuses(FREE, "000000")
    assert house.who(house.enter(FREE, house.code(secret))).with_factor

    assert (
        without
        == wrong
        == house.refuses("nobody")
        == house.refuses(FREE, house.code(secret), password="wrong")
    )


def test_a_code_read_over_a_shoulder_comes_too_late(house):
    _token, secret, _codes = house.set_up(FREE)
    code = house.code(secret)
    house.enter(FREE, code)

    house.refuses(FREE, code)
    house.clock.move(seconds=30)
    house.enter(FREE, house.code(secret))


def test_a_recovery_code_opens_once(house):
    _token, _secret, codes = house.set_up(FREE)

    token = house.enter(FREE, codes[0].lower())

    house.refuses(FREE, codes[0])
    assert read_own_account(house.context(token)).recovery_left == 7


def test_a_recovery_code_of_another_account_opens_nothing(house):
    _token, _secret, codes = house.set_up(FREE)
    house.set_up(KEEPER)

    house.refuses(KEEPER, codes[0])


def test_new_recovery_codes_replace_the_former(house):
    token, _secret, codes = house.set_up(FREE)

    fresh = renew_own_recovery(house.context(token))

    house.refuses(FREE, codes[0])
    house.enter(FREE, fresh[0])


def test_a_factor_that_was_not_confirmed_asks_for_nothing(house):
    context = house.context(house.enter(FREE))
    begin_own_factor(context)
    with pytest.raises(FactorRefused):
        confirm_own_factor(context, code="000000")

    house.enter(FREE)


def test_changing_the_application_keeps_the_former_till_the_new_one_is_there(house):
    token, secret, _codes = house.set_up(FREE)
    offer = begin_own_factor(house.context(token))
    house.refuses(FREE)
    house.enter(FREE, house.code(secret))

    house.clock.move(seconds=60)
    confirm_own_factor(house.context(token), code=house.code(secret_of(offer)))
    house.clock.move(seconds=60)

    house.refuses(FREE, house.code(secret))
    house.enter(FREE, house.code(secret_of(offer)))


def test_the_record_holds_neither_secret_nor_recovery_code(house, tmp_path):
    _token, secret, codes = house.set_up(FREE)
    held = b"".join(path.read_bytes() for path in tmp_path.glob("record.db*"))

    for text_ in (secret, secret.hex().encode(), *(c.encode() for c in codes)):
        assert text_ not in held


def test_a_secret_moved_to_another_account_opens_nothing(house):
    _token, secret, _codes = house.set_up(FREE)
    house.set_up(KEEPER)
    move = "UPDATE second_factor SET key_id = f.key_id, sealed = f.sealed"
    move += " FROM (SELECT * FROM second_factor WHERE account_id = 2) f"
    with house.store.write() as session:
        session.connection().execute(text(move))
    house.clock.move(seconds=60)

    house.refuses(KEEPER, house.code(secret))
    house.enter(FREE, house.code(secret))


def test_without_the_keys_no_code_counts_but_a_recovery_code_does(house):
    _token, secret, codes = house.set_up(FREE)
    house.words = None

    house.refuses(FREE, house.code(secret))
    house.enter(FREE, codes[0])


def test_a_rotation_seals_the_secrets_anew(house, tmp_path):
    _token, secret, _codes = house.set_up(FREE)
    former = house.rows(SecondFactor)[0].key_id
    ring = Keyring.create(tmp_path / "other")
    new = WordSeal(Envelope(ring))
    new._envelope._words[former] = house.words._envelope.words_key(former)

    with house.store.write() as session:
        assert seal_factors_anew(session, new) == 1
    del new._envelope._words[former]
    house.words = new

    assert house.rows(SecondFactor)[0].key_id != former
    house.enter(FREE, house.code(secret))


def test_where_it_is_offered_it_may_be_dropped(house):
    token, _secret, _codes = house.set_up(FREE)

    drop_own_factor(house.context(token))

    house.enter(FREE)
    assert not house.rows(RecoveryCode)


def test_a_lost_telephone_is_reset_by_an_administrator_and_ends_the_sessions(house):
    token, _secret, _codes = house.set_up(FREE)
    keeper, *_rest = house.set_up(KEEPER)

    reset_factor(house.context(keeper), login=FREE)

    assert house.who(token) is None
    house.enter(FREE)


def test_a_new_password_from_an_administrator_ends_the_sessions_and_the_waiting(house):
    token = house.enter(FREE)
    for _ in range(6):
        house.refuses(FREE, password="wrong")
    keeper, *_rest = house.set_up(KEEPER)

    set_password(
        house.context(keeper), login=FREE, password_hash=HASHER.hash("another one")
    )

    assert house.who(token) is None
    house.enter(FREE, password="another one")


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(house):
    other, token = house.enter(FREE), house.enter(FREE)
    changed = change_own_password(
        house.context(token), password_hash=HASHER.hash("another one")
    )

    assert changed == 1
    assert (house.who(other), house.who(token) is None) == (None, False)
    house.refuses(FREE)
    house.enter(FREE, password="another one")


def test_other_sessions_are_counted_and_ended(house):
    house.enter(FREE)
    house.clock.move(hours=2)  # idle: it counts no more
    other, token = house.enter(FREE), house.enter(FREE)
    assert read_own_account(house.context(token)).others_open == 1

    end_other_sessions(house.context(token))

    assert house.who(other) is None
    assert read_own_account(house.context(token)).others_open == 0
