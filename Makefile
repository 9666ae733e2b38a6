# Every target sets up .venv by itself; the stamp makes that quick when nothing changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup pywb demo test test-long lint bench bench-full clean-demo

help:
	@echo "make demo    a nightly round over imitations of all portals into data/demo (no network but packages)"
	@echo "make test    all tests, with a real PostgreSQL and a real web archive (pywb)"
	@echo "make lint    ruff and mypy --strict"
	@echo "make bench   quality and speed beside trafilatura, as ratios"
	@echo "make bench-full   finding reprints in an archive of a million articles too"
	@echo "make setup   only .venv with every extra"

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (about a minute the first time) ..."
	@# Pip 23 stops at two spellings of one extra (lxml[html_clean], lxml[html-clean]) among the packages' packages.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=24.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[postgres,alerts,web,export,bench,dev]'
	@touch $@

# A real web archive for the tests; its pins clash with ours (cryptography, setuptools), so it has a place of its own.
PYWB := .venv-pywb/.installed
$(PYWB):
	@test -x .venv-pywb/bin/python || $(PYTHON) -m venv .venv-pywb
	@echo "Installing pywb into .venv-pywb ..."
	@.venv-pywb/bin/python -m pip install --quiet --disable-pip-version-check 'setuptools<81' pywb==2.10.0
	@touch $@

pywb: $(PYWB)

setup: $(STAMP) $(PYWB)

demo: $(STAMP)
	@$(BIN)/python -m tests.replica.demo

test: $(STAMP) $(PYWB)
	$(BIN)/python -m pytest -m "not long"

test-long: $(STAMP) $(PYWB)
	$(BIN)/python -m pytest -m "long or not long"

lint: $(STAMP)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

bench-full: $(STAMP)
	@$(BIN)/python -m benchmarks stories --full

clean-demo:
	rm -rf data/demo
