# The two commands a new user needs: `make demo` and `make test`. Everything else is for whoever changes the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.PHONY: setup setup-test bench-setup demo test proofs check format lock clean

setup: $(VENV)/.ready-run
setup-test: $(VENV)/.ready-test
# Published solvers to compare with; see benchmarks/README.md.
bench-setup: $(VENV)/.ready-bench

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/uv.lock

# The stamp files say which lock file an environment was made from; a changed lock makes it anew.
$(VENV)/.ready-run: $(VENV)/bin/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@echo "Compiling the planning engine (once, about a minute) ..."
	$(BIN)/python -m solver
	$(BIN)/python -m maps.travel.streets
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready-run requirements-dev.lock .ci/programs
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	bash .ci/programs $(BIN)/python
	@touch $@

$(VENV)/.ready-bench: $(VENV)/.ready-run requirements-bench.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock
	@touch $@

demo: setup
	$(BIN)/outreach demo $(ARGS)

test: setup-test
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

# The long forms of what the suite proves in short: about two hours; each ends with a line of JSON.
PROOFS := random_problems tiny_optimum mutations determinism weeks extremes replans kills ladder_drills sign_in_timing malformed_sheets api_fuzz
proofs: setup-test
	@failed=; for proof in $(PROOFS); do $(BIN)/python -m tests.proofs.$$proof || failed="$$failed $$proof"; done; \
	if [ -n "$$failed" ]; then echo "failed:$$failed"; exit 1; fi

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Writes the lock files anew from pyproject.toml; run it on the oldest Python that is supported.
LOCK := $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(VENV)/bin/uv
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) pyproject.toml --group build --group dev -o requirements-dev.lock
	$(LOCK) --group bench -c requirements-dev.lock -o requirements-bench.lock

clean:
	rm -rf out .pytest_cache .mypy_cache .ruff_cache .hypothesis
