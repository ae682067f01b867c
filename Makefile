# Two commands do everything from a bare checkout: `make run` and `make test`.
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test install lint clean

run: $(VENV)/.ready
	@$(BIN)/lastmile demo --port $(PORT)

test: $(VENV)/.ready
	@$(BIN)/python -m pytest $(ARGS)

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
