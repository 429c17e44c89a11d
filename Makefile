# `make help` lists the targets. Every target sets up what it needs, in .venv; nothing but Python and make is assumed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORK ?= proofpress-work

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml uv.lock tools/setup.py
	@$(PYTHON) tools/setup.py $(VENV)
	@touch $(READY)

.PHONY: demo
demo: $(READY) ## run the wallpapers example on the simulator and name the files to open
	@rm -rf $(WORK)
	@env -u GEMINI_API_KEY -u GOOGLE_API_KEY $(BIN)/proofpress run examples/wallpapers.yaml --simulate --workspace $(WORK)

.PHONY: demo-banners
demo-banners: $(READY) ## run the campaign example: one event into 120 banners, then a new price for nothing
	@rm -rf $(WORK)
	@env -u GEMINI_API_KEY -u GOOGLE_API_KEY $(BIN)/proofpress run examples/banner-campaign/campaign.yaml \
		--event examples/banner-campaign/events/1-new-jacket.json --simulate --workspace $(WORK)
	@env -u GEMINI_API_KEY -u GOOGLE_API_KEY $(BIN)/proofpress run examples/banner-campaign/campaign.yaml \
		--event examples/banner-campaign/events/2-price-change.json --simulate --workspace $(WORK)

.PHONY: cloud
cloud: $(READY) ## run the same example on the whole cloud, emulated on this machine
	@PROOFPRESS_WORKSPACE=$(WORK) PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/proofpress emulate -- sh -x tools/cloud.sh

.PHONY: test
test: $(READY) ## run the tests
	@$(BIN)/pytest -n auto --dist loadfile

.PHONY: lint
lint: $(READY) ## formatting, ruff, mypy, import-linter
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: check
check: lint test ## lint, then test: what must pass before a commit

.PHONY: bench
bench: $(READY) ## measure speed, cost, dollars per keeper, and the screen on labelled pictures
	@$(BIN)/python -m bench

.PHONY: load
load: $(READY) ## drive the emulated cloud past saturation, and count what a keeper costs
	@$(BIN)/python -m bench load

.PHONY: fuzz
fuzz: $(READY) ## fuzz all that takes bytes from outside, a minute each (SECONDS=60), guided by coverage
	@$(PYTHON) tools/setup.py $(VENV) --group fuzz
	@$(BIN)/python -m fuzz --seconds $(or $(SECONDS),60)

.PHONY: mutants
mutants: $(READY) ## plant faults where a crash could cost money: each must make a test fail (WORKERS=1)
	@$(BIN)/python -m tools.mutants --table --workers $(or $(WORKERS),1)

.PHONY: format
format: $(READY) ## format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: clean
clean: ## remove everything that was made here
	@rm -rf $(VENV) $(WORK) build dist bench/out .pytest_cache .mypy_cache .ruff_cache .hypothesis
