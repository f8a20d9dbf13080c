# Two commands for everybody: `make chat` and `make test`. The rest is for developers and operators.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: setup chat run test lint audit check bench pictures clean

setup: $(VENV)/.ready

# Everything from the lock file, as wheels; then the project itself.
$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 以上が必要です"; exit 1; }
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--only-binary :all: uv==0.13.9
	@$(BIN)/uv sync --quiet --frozen --inexact --no-build --no-install-project --compile-bytecode
	@$(BIN)/uv sync --quiet --frozen --inexact
	@$(BIN)/python -m compileall -q bot
	@$(BIN)/madoguchi knowledge learn
	@touch $@

chat: setup
	@$(BIN)/madoguchi chat

run: setup
	@$(BIN)/madoguchi run

test: setup
	@$(BIN)/pytest -n auto --dist loadgroup

lint: setup
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive bot
	@$(BIN)/madoguchi knowledge check

# Says so, and goes on, where the advisory service cannot be reached (75): that is no verdict.
audit: setup
	@.ci/audit || test $$? -eq 75

check: lint audit test

# Updates a second, against a plain echo bot in the same run; one question, against other searches.
bench: setup
	@$(BIN)/python benchmarks/load.py
	@$(BIN)/python benchmarks/speed.py

# What a resident sees, for the documents: docs/pictures.
pictures: setup
	@$(BIN)/python docs/pictures/draw.py

clean:
	rm -rf $(VENV) data/cache
