# The two commands a new user needs: `make demo` and `make test`. Everything else is for whoever changes the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.PHONY: setup setup-test demo test check format clean

setup: $(VENV)/.ready-run
setup-test: $(VENV)/.ready-test

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# The stamp files say which lock file an environment was made from; a changed lock makes it anew.
$(VENV)/.ready-run: $(VENV)/bin/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready-run requirements-dev.lock .ci/programs
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	bash .ci/programs $(BIN)/python
	@touch $@

demo: setup
	$(BIN)/outreach demo $(ARGS)

test: setup-test
	$(BIN)/python -m pytest $(ARGS)

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf out .pytest_cache .mypy_cache .ruff_cache .hypothesis
