# The two commands: `make up` runs Stoke on this machine, `make test` runs every test. Python 3.11 and make suffice.

PORT ?= 8000
HOST_ADDRESS ?= 127.0.0.1

# The first interpreter that is there, answers, and is new enough.
PYTHON ?= $(shell for python in python3.11 python3 python3.14 python3.13 python3.12; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

PY := .venv/bin/python
NPM := $(CURDIR)/.venv/bin/npm
TOOLCHAIN = @$(or $(PYTHON),$(error Stoke needs Python 3.11 or newer)) -m backend.local.toolchain
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help up dev test test-web check scan bench chaos scale seed clean setup

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo "  PORT=8000 moves the web app (its mailbox is one port above); STOKE_DATA_DIR moves the data."

setup: ## install what is pinned and missing; nothing when all is there
	$(TOOLCHAIN) python node

up: ## run everything: one address, demo data, Ctrl-C to stop
	$(TOOLCHAIN) python node web
	@exec $(PY) -m backend.cli up --port $(PORT) --host $(HOST_ADDRESS)

dev: setup ## the same, reloading on every change
	@exec $(PY) -m backend.cli dev --port $(PORT) --host $(HOST_ADDRESS)

check: setup ## every gate: lint, types, architecture, freshness of what is generated
	$(PY) -m backend.local.secret_scan
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m basedpyright
	.venv/bin/lint-imports
	$(PY) -m pytest tests/architecture
	$(PY) -m backend.cli check-migrations
	$(PY) -m backend.cli openapi --check
	$(PY) -m backend.cli schema-docs --check
	cd frontend && $(NPM) run --silent lint && $(NPM) run --silent typecheck

test: setup ## every test: backend, web app, browser journeys
	@mkdir -p .data/logs; rm -f .data/logs/test-web.rc
	@{ $(MAKE) --no-print-directory test-web > .data/logs/test-web.log 2>&1; echo $$? > .data/logs/test-web.rc; } & \
	$(PY) -m pytest tests $(addprefix --ignore=tests/,$(APART)); backend=$$?; \
	wait; cat .data/logs/test-web.log; exit $$((backend + $$(cat .data/logs/test-web.rc)))
	$(PY) -m pytest $(addprefix tests/,$(ALONE))

# Tests that kill, freeze and start processes want the machine for themselves; the rest shares its two cores.
ALONE = faults deploy observability local
APART = architecture browser scale $(ALONE)

test-web: setup
	cd frontend && $(NPM) test
	$(TOOLCHAIN) web
	.venv/bin/node frontend/scripts/check-bundle.mjs
	$(PY) -m pytest tests/browser

scan: setup ## secrets in the whole history, known vulnerabilities in what is pinned (asks the network)
	$(PY) -m backend.local.secret_scan --history
	$(PY) -m backend.local.audit

bench: setup ## what is promised of speed and size, measured; ONLY=mix for a part, QUICK=1 for less time
	$(PY) -m backend.bench $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

chaos: setup ## parts killed, frozen and starved under load, and what must hold; ONLY=kill-postgres for a part
	$(PY) -m backend.chaos $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))

scale: setup ## two nodes behind nginx, and PgBouncer: Debian's packages, fetched into .data/scale unless installed
	$(TOOLCHAIN) web
	$(PY) -m pytest tests/scale

seed: setup ## load the demo data (into a running Stoke, or a stopped one)
	$(PY) -m backend.cli migrate
	$(PY) -m backend.cli seed

clean: ## remove data, packages and everything built; asks nothing, so mind your data
	@$(or $(PYTHON),python3) -m backend.local.clean
