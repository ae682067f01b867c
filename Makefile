# Two commands do everything from a bare checkout: `make run` and `make test`.
PORT ?= 8501
# Tests that start servers, browsers and searches, and kill some of them: one after the other.
ALONE := tests/e2e tests/faults tests/jobs
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test install lint clean

run: $(VENV)/.ready
	@$(BIN)/lastmile demo --port $(PORT)

test: $(VENV)/.ready
ifdef ARGS
	@$(BIN)/python -m pytest $(ARGS)
else
	@$(BIN)/python -m pytest -n 2 $(addprefix --ignore=,$(ALONE))
	@$(BIN)/python -m pytest $(ALONE)
endif

install: $(VENV)/.ready

lint: $(VENV)/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

$(VENV)/.ready: pyproject.toml constraints.txt bootstrap.sh
	@PYTHON="$(PYTHON)" sh bootstrap.sh $(VENV)

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache
