# Two commands do everything from a bare checkout: `make run` and `make test`.
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
SET_UP := pyproject.toml constraints.txt bootstrap.sh

.PHONY: run test test-fast test-elsewhere install install-dev lint docs screenshots clean

run: $(VENV)/.ready
	@$(BIN)/lastmile demo --port $(PORT)

test: $(VENV)/.ready-dev
ifdef ARGS
	@$(BIN)/python -m pytest $(ARGS)
else
	@$(BIN)/python tests/run_parts.py $(if $(COVER),covered)
endif

# What needs no browser, no server and no worker: quick enough for every change.
test-fast: $(VENV)/.ready-dev
	@$(BIN)/python tests/run_parts.py fast

# The quick tests again as if on other machines: another clock, zone, language and processor; MACHINES="auckland" for one.
test-elsewhere: $(VENV)/.ready-dev
	@$(BIN)/python tests/elsewhere.py $(MACHINES)

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/vulture

# The guide as a site, where the app shows it under Help; a broken link or a page that nothing leads to is an error.
docs: $(VENV)/.ready
	@$(BIN)/python -m lastmile_core.web.build_help --strict

# The pictures of the guide, taken from the running app; PICTURES="plan routes" for some of them.
screenshots: $(VENV)/.ready-dev
	@$(BIN)/python docs/tools/screenshots.py $(PICTURES)

# What running needs, and what tests and checks need on top of it (a browser driver, Ray, type checker).
install: $(VENV)/.ready
install-dev: $(VENV)/.ready-dev

$(VENV)/.ready: $(SET_UP)
	@PYTHON="$(PYTHON)" sh bootstrap.sh $(VENV)

$(VENV)/.ready-dev: $(SET_UP)
	@PYTHON="$(PYTHON)" sh bootstrap.sh $(VENV) dev

clean:
	rm -rf $(VENV) var .coverage .pytest_cache .mypy_cache .ruff_cache
