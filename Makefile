# Every target sets up .venv by itself; the stamp makes that quick when nothing changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long lint bench clean-demo

help:
	@echo "make demo    crawl an imitation of a portal into data/demo/archive.db (no network but packages)"
	@echo "make test    all tests, with a real PostgreSQL"
	@echo "make lint    ruff and mypy --strict"
	@echo "make bench   quality and speed beside trafilatura, as ratios"
	@echo "make setup   only .venv with every extra"

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[postgres,web,export,bench,dev]'
	@touch $@

setup: $(STAMP)

demo: $(STAMP)
	@$(BIN)/python -m tests.replica.demo

test: $(STAMP)
	$(BIN)/python -m pytest -m "not long"

test-long: $(STAMP)
	$(BIN)/python -m pytest -m "long or not long"

lint: $(STAMP)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

clean-demo:
	rm -rf data/demo
