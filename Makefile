PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup edition check test schemas bench clean

help: ## show what there is to do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(BIN)/pytest ## make .venv with everything a developer needs

$(BIN)/pytest: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

edition: setup ## validate the edition
	$(BIN)/tei-tools validate

check: setup ## lint, types and import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup ## run the tests
	$(BIN)/pytest

schemas: setup ## compile the ODDs to RELAX NG, XSD, Schematron and models
	$(BIN)/tei-tools schema compile schemas/last-works.odd --to rng -o schemas/last-works.rng
	$(BIN)/tei-tools schema compile schemas/last-works.odd --to xsd -o schemas/last-works.xsd
	$(BIN)/tei-tools schema compile schemas/last-works.odd --to sch -o schemas/last-works.sch
	$(BIN)/tei-tools schema compile schemas/tei-tools.odd --to rng -o schemas/tei-tools.rng
	$(BIN)/tei-tools schema compile schemas/tei-models.odd --to models -o schemas/models.json

bench: setup ## time whole commands beside their peers, as ratios
	$(BIN)/python -m tests.bench

clean: ## remove what can be made again
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
