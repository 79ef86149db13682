"""Accounts with passwords and a way in, for tests of signing in."""

import base64
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from parcours.access.codes import code_at, step_of
from parcours.access.failures import SignInRefused
from parcours.access.own_account import begin_own_factor, confirm_own_factor
from parcours.access.sessions import check_token
from parcours.access.signing_in import prove, sign_in
from parcours.audit.trail import ChainedAudit
from tests.record_house import KEY, add_account, context_for, shipped_policy


PASSWORD = "quatre mots cornichon rail"
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
QUICK_HASH = HASHER.hash(PASSWORD)
AUDIT = ChainedAudit(KEY)
WORKER, FREE, KEEPER = "case_worker", "evaluator", "administrator"


class House:
    """Accounts with passwords, and their ways in."""

    def __init__(self, store, clock, words):
        self.store, self.clock, self.words = store, clock, words
        for role in (WORKER, FREE, KEEPER):
            add_account(store, role=role, login=role, password_hash=QUICK_HASH)

    def enter(self, login, code="", *, password=PASSWORD, address=None):
        _principal, token = sign_in(
            self.store,
            AUDIT,
            login=login,
            password=password,
            code=code,
            words=self.words,
            address=address,
            now=self.clock(),
        )
        return token

    def who(self, token):
        return check_token(
            self.store, token=token, now=self.clock(), policy=shipped_policy()
        )

    def context(self, token, **changes):
        made = context_for(self.store, self.who(token), audit=AUDIT, now=self.clock)
        return replace(made, words=self.words, **changes)

    def set_up(self, login):
        """Put a second factor in place; give its session, secret and codes."""
        context = self.context(token := self.enter(login))
        secret = secret_of(begin_own_factor(context))
        codes = confirm_own_factor(context, code=self.code(secret))
        self.clock.move(seconds=60)  # the first code is used up
        return token, secret, codes

    def code(self, secret):
        return code_at(secret, step_of(self.clock()))

    def refuses(self, *words, **options):
        with pytest.raises(SignInRefused) as refusal:
            self.enter(*words, **options)
        return str(refusal.value)

    def prove(self, principal, password=PASSWORD, code="", *, policy=None):
        prove(
            self.store,
            AUDIT,
            principal=principal,
            password=password,
            code=code,
            now=self.clock(),
            policy=policy or shipped_policy(),
            words=self.words,
        )

    def rows(self, table):
        with self.store.read() as session:
            return session.exec(select(table)).all()


def secret_of(offer):
    return base64.b32decode(offer.spelt.replace(" ", ""))
