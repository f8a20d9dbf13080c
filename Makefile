# Two commands for everybody: `make chat` and `make test`. The rest is for developers and operators.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup chat run test check bench clean

$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 以上が必要です"; exit 1; }
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: "uv>=0.9"; }
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --inexact --no-build --no-binary-package madoguchi 2>/dev/null || UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --inexact
	@$(BIN)/madoguchi knowledge learn
	@touch $@

setup: $(VENV)/.ready

chat: setup
	@$(BIN)/madoguchi chat

run: setup
	@$(BIN)/madoguchi run

test: setup
	@$(BIN)/pytest

check: setup
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/madoguchi knowledge check
	@$(BIN)/pytest

clean:
	rm -rf $(VENV) data/cache
