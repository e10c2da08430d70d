# `make` lists the verbs. Every verb sets up what it needs: Python 3.11 or later, git and make are enough.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# Settings of the caller's shell that would point uv at another environment, or at folders that are not here.
unexport VIRTUAL_ENV UV_FIND_LINKS UV_PROJECT_ENVIRONMENT PYTHONPATH PYTHONDONTWRITEBYTECODE

# The first Python that is new enough. A command that exists may still refuse to run, so it is asked.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$python && break; done)

# The version of uv that the lock file names, installed beside the project and nowhere else.
UV_VERSION := $(shell sed -n '/^name = "uv"$$/{n;s/version = "\(.*\)"/\1/p;}' uv.lock)
UV := .bootstrap/bin/uv
RUN := $(UV) run --locked --no-sync

.PHONY: help
help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS='	' read -r verb text; do printf '  make %-14s %s\n' "$$verb" "$$text"; done

.PHONY: demo
demo: .venv/ready ## promote the example, verify it, start the service and ask it something
	@$(RUN) python examples/demo.py

.PHONY: test
test: lint docs-check ## everything: style, types, floors, documentation, all tests
	$(RUN) pytest -n 2 --dist loadgroup

.PHONY: check
check: lint ## what a change needs before a commit: style, types, floors, the quick tests
	$(RUN) pytest -n 2 --dist loadgroup -m 'not slow'

.PHONY: lint
lint: .venv/ready ## style, format, types, and the floors of docs/architecture.md
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports

.PHONY: format
format: .venv/ready ## put the code in its one format
	$(RUN) ruff check --fix-only
	$(RUN) ruff format

.PHONY: docs
docs: .venv/ready ## write the reference pages anew from the code
	$(RUN) python docs/generate.py

.PHONY: docs-check
docs-check: .venv/ready
	$(RUN) python docs/generate.py --check

.PHONY: transcript
transcript: .venv/ready ## record the run in the README anew
	$(RUN) python docs/transcript.py

.PHONY: coverage
coverage: .venv/ready ## how much of the generator the quick tests reach
	$(RUN) coverage erase
	$(RUN) coverage run -m pytest -m 'not slow'
	$(RUN) coverage combine --quiet
	$(RUN) coverage report

.PHONY: bench
bench: .venv/ready ## measure the speed against the budgets
	$(RUN) python -m benchmarks

.PHONY: bench-serving
bench-serving: .venv/ready ## measure how fast promoted services answer, beside others (wrk; takes an hour)
	$(RUN) python -m benchmarks.serving --write $(OPTIONS)

.PHONY: corpus
corpus: .venv/ready ## promote and verify every notebook below CORPUS=DIR
	@test -n '$(CORPUS)' || { echo 'name a folder of notebooks: make corpus CORPUS=DIR' >&2; exit 2; }
	$(RUN) python -m benchmarks.corpus '$(CORPUS)' $(OPTIONS)

.PHONY: build
build: .venv/ready ## build the wheel and the source distribution into dist/
	$(UV) build

.PHONY: clean
clean: ## remove everything that make made
	rm -rf .bootstrap .venv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*

.bootstrap/bin/uv: uv.lock
	@test -n "$(PYTHON)" || { echo 'promote needs Python 3.11, 3.12 or 3.13: name one with PYTHON=/path/to/python3' >&2; exit 1; }
	$(PYTHON) -m venv .bootstrap
	.bootstrap/bin/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@touch $@

.venv/ready: $(UV) uv.lock pyproject.toml
	$(UV) sync --locked --quiet --python '$(PYTHON)'
	@touch $@
