.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-long faults lock words

PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
DEMO_PEOPLE ?= 26000
NOT_WORDS := node_modules build tests static docs bench scripts migrations translations instance

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: .venv/run-installed static/vendor/ready translations/en/LC_MESSAGES/messages.mo ## serve the product on 127.0.0.1 with a demo season
	@PORT=$(PORT) DEMO_PEOPLE=$(DEMO_PEOPLE) scripts/run

test: .venv/dev-installed static/vendor/ready translations/en/LC_MESSAGES/messages.mo ## every test, on SQLite and PostgreSQL and in a browser
	$(BIN)/python -m pytest -n 2 --dist loadscope

check: .venv/dev-installed ## ruff, mypy, djlint, import-linter
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports

bench: .venv/dev-installed static/vendor/ready translations/en/LC_MESSAGES/messages.mo ## speed and memory beside an empty view, 26,000 people, both databases
	$(BIN)/python -m bench

bench-long: .venv/dev-installed static/vendor/ready translations/en/LC_MESSAGES/messages.mo ## what takes longer: everybody saves within 15 minutes; 260,000 people
	$(BIN)/python -m bench --long

faults: .venv/dev-installed static/vendor/ready translations/en/LC_MESSAGES/messages.mo ## the fault tests at length: 120,000 entries while everything breaks; ends with the counts
	@mkdir -p build && rm -f build/faults.txt
	FAULT_ENTRIES=20000 FAULT_CUTS=40 FAULT_REPORT=build/faults.txt $(BIN)/python -m pytest -q tests/faults
	@cat build/faults.txt

words: ## collect every sentence for the English catalogue; a test names those not translated
	@mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --ignore-dirs=".* _* $(NOT_WORDS)" -o build/messages.pot .
	$(BIN)/pybabel -q update -i build/messages.pot -d translations --no-fuzzy-matching --width=100

lock: ## choose the newest versions that fit and write them down with hashes (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run-installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev-installed: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run-installed

static/vendor/ready: package-lock.json scripts/vendor.py | .venv/bin/python
	$(BIN)/python scripts/vendor.py
	@touch $@

translations/en/LC_MESSAGES/messages.mo: translations/en/LC_MESSAGES/messages.po
	$(BIN)/pybabel --quiet compile -d translations
