# Everything a newcomer needs: `make demo` to see it, `make test` to prove it.
# `make check` changes nothing, `make fix` repairs what can be repaired.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
YOUNG ?= 2000
SEED ?= 1
DIR ?= territory

.PHONY: install install-dev install-report demo test check fix bench docs clean

install: .venv/run.stamp
install-dev: .venv/dev.stamp
install-report: .venv/report.stamp

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed (PYTHON=... chooses another)."; exit 1; }
	$(PYTHON) -m venv .venv || { $(PYTHON) -m pip install --user virtualenv && $(PYTHON) -m virtualenv .venv; }

.venv/run.stamp: .venv/bin/python requirements/pip.lock requirements/run.lock pyproject.toml
	@# An older pip weighs every file of every release: 70 s here, 26 s with this one.
	-$(PIP) install --quiet --require-hashes -r requirements/pip.lock
	$(PIP) install --quiet --no-compile --require-hashes -r requirements/run.lock
	$(PIP) install --quiet --no-build-isolation --no-deps --config-settings editable_mode=compat -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	$(PIP) install --quiet --no-compile --require-hashes -r requirements/dev.lock
	@touch $@

# Reports and pictures (PDF, SVG, PNG): 165 MB that the rest does without.
.venv/report.stamp: .venv/run.stamp requirements/report.lock
	$(PIP) install --quiet --no-compile --require-hashes -r requirements/report.lock
	@touch $@

demo: install
	$(BIN)/parcours demo --dir $(DIR) --young $(YOUNG) --seed $(SEED)

test: install-dev
	@# Compiled files are kept: each process would compile all again. In the order of the
	@# folders, not by number of tests: the few long ones come first, both workers end together.
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict config examples .yamllint
	$(BIN)/python -m docs.generate --check

fix: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m docs.generate

bench: install-dev
	@for name in linkage intake path estimates regression simulations sequences demo pages; do $(BIN)/python -m bench $$name --quick || exit 1; done

docs: install-dev
	$(BIN)/python -m docs.generate

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
