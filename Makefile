# Every way to build, try and check dondoc; `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11

# A slot of CI may have no home; pip, git and libpq look for one.
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/$(VENV)/home
endif

# Without compiled modules every start is several times slower.
unexport PYTHONDONTWRITEBYTECODE
# Whatever the caller's own Python is set to, it is not about our environment.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX VIRTUAL_ENV

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

.PHONY: demo
demo: $(VENV)/.runtime ## replay the year 2021 into the folder demo/ and say where to look
	@rm -rf demo
	@$(BIN)/dondoc -C . replay --from 2021-01-01 --to 2021-12-31 --script data/stories/2021.yaml --out demo

.PHONY: test
test: system check ## everything: style, types, imports and all tests, PostgreSQL and systemd included
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal

.PHONY: check
check: lint types imports ## what needs no test run: style, types, imports

.PHONY: lint
lint: $(VENV)/.test ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/.test ## mypy --strict over the packages and the tests
	$(BIN)/mypy

.PHONY: imports
imports: $(VENV)/.test ## who may import whom
	$(BIN)/lint-imports

.PHONY: format
format: $(VENV)/.test ## write the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: schemas
schemas: $(VENV)/.runtime ## write data/schemas/*.schema.json anew, after a model of a file changed
	$(BIN)/python -m data.schemas

.PHONY: bench
bench: $(VENV)/.test ## the benchmarks, as a table of ratios
	$(BIN)/python -m benchmarks

.PHONY: wheel
wheel: $(VENV)/.runtime ## build the wheel into dist/
	@rm -rf build
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

.PHONY: lock
lock: $(VENV)/.test ## compile requirements/*.txt anew, with hashes and no host
	$(PIP) install --quiet uv
	$(LOCK) --upgrade requirements/build.in -o requirements/build.txt
	$(LOCK) --upgrade pyproject.toml -o requirements/runtime.txt
	$(LOCK) --upgrade pyproject.toml --extra all -c requirements/runtime.txt -o requirements/all.txt
	$(LOCK) --upgrade pyproject.toml requirements/test.in --extra all -c requirements/all.txt -o requirements/test.txt

.PHONY: clean
clean: ## remove what the other targets made, but for .venv
	rm -rf demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# The server and the analyser that the tests start; as root they are installed, else one line says how.
.PHONY: system
system: $(VENV)/.test
	@.ci/prepare system $(VENV)

# The stamps keep a second run from installing again; a test set-up is a runtime set-up too.
$(VENV)/.runtime: pyproject.toml requirements/build.txt requirements/runtime.txt
	@.ci/prepare venv $(VENV)
	@echo "Installing what the service needs into $(VENV) ..."
	@$(PIP) install --quiet --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: pyproject.toml requirements/build.txt requirements/test.txt
	@.ci/prepare venv $(VENV)
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) install --quiet --require-hashes -r requirements/build.txt -r requirements/test.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.runtime $@
