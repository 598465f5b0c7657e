# `make` lists the targets. Everything is installed into .venv; nothing else is assumed but Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONTENT ?= content
OUT ?= build
JOBS ?=
URL ?=
LOCKED ?=
PORT ?= 8000
BENCHMARKS ?= ../shared/benchmarks
SITEGEN := $(BIN)/sitegen
TYPESCRIPT := 7
TSC := $(VENV)/node/node_modules/.bin/tsc

.DEFAULT_GOAL := help
.PHONY: help site serve review check format test bench bench-dedupe bench-search golden clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "sitegen needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python cannot make an environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.venv pyproject.toml
	@echo "installing sitegen into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "installing what the tests need into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# For the types of the scripts, where there is node. Without a network it is tried again next time.
$(VENV)/.typescript-$(TYPESCRIPT): $(VENV)/.venv
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
	  echo "node and npm are not installed: the types of the scripts are not checked"; \
	elif echo "installing TypeScript into $(VENV) ..." && npm install --prefix $(VENV)/node --no-save \
	  --no-audit --no-fund --loglevel=error --fetch-retries=0 --fetch-timeout=60000 \
	  typescript@$(TYPESCRIPT) >$(VENV)/.npm 2>&1; then \
	  touch $@; \
	else \
	  echo "npm could not install TypeScript: the types of the scripts are not checked ($(VENV)/.npm says why)"; \
	fi

site: $(VENV)/.installed ## build the website from content/ into build/site/
	@$(SITEGEN) build --content $(CONTENT) --out $(OUT) $(if $(JOBS),--jobs $(JOBS)) $(if $(URL),--url $(URL)) $(if $(LOCKED),--locked)

serve: site ## build, and show the website on this machine
	@$(SITEGEN) serve --out $(OUT) --port $(PORT)

review: $(VENV)/.installed ## answer what only you can: doubtful pairs, conflicts, authors
	@$(SITEGEN) review --content $(CONTENT) --out $(OUT)

check: $(VENV)/.dev $(VENV)/.typescript-$(TYPESCRIPT) ## check the code: ruff, mypy --strict, and TypeScript where there is node
	@$(BIN)/ruff format --check --quiet sitegen tests || { echo "run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet sitegen tests
	@$(BIN)/mypy
	@if [ -x $(TSC) ]; then $(TSC) --project tests/js/tsconfig.json; fi

format: $(VENV)/.dev ## lay out the code
	@$(BIN)/ruff check --quiet --fix-only sitegen tests
	@$(BIN)/ruff format --quiet sitegen tests

test: $(VENV)/.dev $(VENV)/.typescript-$(TYPESCRIPT) ## run the whole test suite, browser included
	@sh tests/browser.sh
	@SITEGEN_BENCHMARKS=$(BENCHMARKS) $(BIN)/pytest $(PYTEST)

bench: $(VENV)/.dev ## time whole builds of real records, and reading BibTeX
	@SITEGEN_BENCHMARKS=$(BENCHMARKS) $(BIN)/python tests/bench/scale.py
	@SITEGEN_BENCHMARKS=$(BENCHMARKS) $(BIN)/python tests/bench/parse.py

bench-dedupe: $(VENV)/.dev ## measure deduplication: on labelled sets, for README.md; at 100,000 records
	@SITEGEN_BENCHMARKS=$(BENCHMARKS) $(BIN)/python tests/bench/dedupe.py
	@SITEGEN_BENCHMARKS=$(BENCHMARKS) $(BIN)/python -m tests.bench.records

bench-search: $(VENV)/.dev ## measure search, beside Pagefind; SIZES="515 10000" says at which sizes
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]' || true
	@sh tests/browser.sh
	@SITEGEN_BENCHMARKS=$(BENCHMARKS) $(BIN)/python -m tests.bench.search

golden: $(VENV)/.dev ## rewrite the expected results of the golden tests; review the diff
	@UPDATE_GOLDEN=1 $(BIN)/pytest -q tests -k golden

clean: ## remove everything generated: build/, the environment, caches
	@rm -rf $(OUT) $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find sitegen tests -name __pycache__ -type d -prune -exec rm -rf {} +
