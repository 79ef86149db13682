"""Every operation stands in `config/access.yaml`, and every entry there is one."""

import importlib
import pkgutil

import cohorts
import parcours
from parcours.access.guard import registry
from tests.record_house import shipped_policy


NO_OPERATION = {
    "account.sign_in",  # nobody acts yet: `parcours.access.signing_in`
    "account.prove",  # counts tries as at the door
    "account.sign_out",
    "keys.create",  # there is no record yet to audit in
}
NOT_BUILT_YET = {
    "configuration.read",
}


def operations():
    """Import every module and give the names that it registered."""
    for package in (parcours, cohorts):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name:
                importlib.import_module(found.name)
    return {
        name
        for name, entry in registry().items()
        if entry.module.startswith(("parcours.", "cohorts."))
    }


def test_every_operation_is_listed_and_every_entry_is_an_operation():
    listed = set(shipped_policy().operations)

    assert operations() == listed - NO_OPERATION - NOT_BUILT_YET


def test_what_touches_an_identity_is_audited_before_it_is_done():
    """Reading an identity is of the kind `vault`: its line is committed first."""
    operations()
    policy = shipped_policy()
    reveals = {
        "people.search",
        "people.reveal_identity",
        "caseload.read",
        "referrals.read",
        "reminders.read",
        "linkage.read_question",
    }

    assert reveals <= set(policy.operations)
    assert {registry()[name].kind for name in reveals} == {"vault"}
