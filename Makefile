# What a person starts most; `make` alone lists it. `demo` and `test` do all the set-up themselves.

PYTHON3 ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PYTHON := $(VENV)/bin/python
# auto: compare with PyTorch where its CPU build is at hand; 1: insist on it; 0: never.
TRAIN ?= auto
# The same for RapidOCR, 60 MB.
OCR ?= auto
TRAIN_MODE := $(patsubst 1,yes,$(patsubst 0,no,$(TRAIN)))
OCR_MODE := $(patsubst 1,yes,$(patsubst 0,no,$(OCR)))
ARGS ?=
.DEFAULT_GOAL := help

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Make .venv with what is needed to run
	@$(PYTHON3) -m tools.environment base

.PHONY: setup-dev
setup-dev: ## Make .venv with what is needed to run, check and test
	@$(PYTHON3) -m tools.environment dev --train $(TRAIN_MODE) --ocr $(OCR_MODE)

.PHONY: setup-train
setup-train: ## Make .venv with PyTorch and transformers too
	@$(PYTHON3) -m tools.environment dev --train yes

.PHONY: demo
demo: setup ## Run tasks on a simulated phone with the embedded model (ARGS="--json")
	@$(VENV)/bin/handroid demo $(ARGS)

.PHONY: lint
lint: setup-dev ## Check style, formatting and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

.PHONY: test
test: lint ## Check everything: style, types and all tests but the slow ones
	$(PYTHON) -m pytest -n auto -m "not slow" $(ARGS)

.PHONY: test-long
test-long: setup-dev ## Run all tests, the slow ones too
	$(PYTHON) -m pytest -n auto $(ARGS)

.PHONY: data train convert correct
data: setup-train ## Play scripted tasks on the simulated phone and record what there is to learn
	$(PYTHON) -m tasks.training data $(ARGS)
train: setup-train ## Train the embedded model on what `make data` recorded
	$(PYTHON) -m tasks.training train $(ARGS)
convert: setup-train ## Convert what `make train` made to GGUF, and put it in its place
	$(PYTHON) -m tasks.training export $(ARGS)
correct: setup-train ## Let the converted model act, and train it on what would have been right
	$(PYTHON) -m tasks.training data --student llm/models/embedded --seed 200 --episodes 1400 --output build/training/corrections
	$(PYTHON) -m tasks.training train --corrections build/training/corrections $(ARGS)
	$(PYTHON) -m tasks.training export

.PHONY: format
format: setup-dev ## Put the code in its format
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

.PHONY: lock
lock: setup-dev ## Pin the newest dependencies that pyproject.toml allows, with their hashes
	$(PYTHON) -m tools.lock

.PHONY: clean
clean: ## Remove .venv and what checks left; built wheels stay in the cache
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
