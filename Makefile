# Sets up the environment and runs what a person starts most.

VENV := .venv
PYTHON := $(VENV)/bin/python

.PHONY: lint
lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
