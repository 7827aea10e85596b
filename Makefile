# Two commands do all: `make serve` and `make test`. Everything they need is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: serve test check format lock messages measure bench faults fuzz pictures clean

serve: $(VENV)/.runs
	@exec $(BIN)/quizapp serve

test: $(VENV)/.tests $(VENV)/node/.installed
	@sh tests/browser/find-chromium.sh
	@sh tests/deploy/find-nginx.sh
	$(BIN)/pytest -n 2 --dist worksteal

# Every test of a page on SQLite and on PostgreSQL; `make test` runs each on one of them.
.PHONY: test-both
test-both: $(VENV)/.tests
	$(BIN)/pytest -n 2 --dist worksteal --database both tests/store tests/work tests/pages

# The questions and the style alone, without the browser and Anki tests.
check: $(VENV)/.tests
	$(BIN)/pytest -n 2 tests/core tests/formats tests/store tests/work tests/pages tests/cli tests/content tests/test_house.py

format: $(VENV)/.tests
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "quizapp needs Python 3.11 or newer. Install it, then: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python can't make a virtual environment. On Debian: apt install python3-venv"; exit 1; }

$(VENV)/.runs: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what quizapp runs on (once, a minute or so) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.tests: requirements-test.lock $(VENV)/.runs
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/node/.installed: tests/node/package-lock.json tests/node/install.sh | $(BIN)/python
	@sh tests/node/install.sh $(VENV)/node

# All locks are made together, so that the tests run on what is shipped. Needs uv.
UV := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet
lock:
	$(UV) --extra build pyproject.toml -o requirements.lock
	$(UV) --extra build --extra test pyproject.toml -c requirements.lock -o requirements-test.lock
	$(UV) --extra build --extra oidc --extra passkeys --extra postgresql pyproject.toml -c requirements-test.lock \
		-o deploy/requirements.lock

# Every sentence for people, for translators; a test holds that the list is complete.
messages: $(VENV)/.tests
	$(BIN)/pybabel --quiet extract -F quizapp/translations/babel.cfg -k say --omit-header --no-location --sort-output \
		-o quizapp/translations/messages.pot .

# How often the item-writing checks and the suggestions are right, on labelled items and articles.
measure: $(VENV)/.tests
	$(BIN)/python tests/checks/measure.py
	$(BIN)/python tests/suggestions/measuring.py

# What decks, queues, attempts and writers cost, beside others in the same run: a quarter of an hour. The results stand in
# docs/performance.md. `tests/bench/school_day.py` plays a bell at eight.
bench: $(VENV)/.tests
	$(BIN)/python tests/bench/decks.py
	$(BIN)/python tests/bench/bench_queue.py
	$(BIN)/python tests/bench/bench_attempts.py
	$(BIN)/python tests/bench/bench_attempts.py --postgresql
	$(BIN)/python tests/bench/bench_commits.py
	$(BIN)/python tests/bench/bench_load.py

# Processes killed, disks full, clocks moved, under load: is any acknowledged answer lost? Hours. docs/trust.md tells all.
faults: $(VENV)/.tests
	$(BIN)/python tests/faults/run.py

# Twenty thousand odd requests to all addresses: minutes.
fuzz: $(VENV)/.tests
	$(BIN)/pytest -n 0 -s tests/access/fuzz.py

# The README's pictures, from the running app.
pictures: $(VENV)/.tests
	$(BIN)/python docs/take_pictures.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
