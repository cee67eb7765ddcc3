# Two commands for a fresh machine with git, make and Python 3.11 or later: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
# Two a core: tests of crawls, pauses and kills wait for more than half of their time.
WORKERS := $(shell echo $$((2 * $$(nproc))))
STAMP := $(VENV)/.ready

.PHONY: setup demo test slow lint types bench clean

setup: $(STAMP)

# Our sources are compiled as pip compiles what it installs: where Python may write no bytecode, as in many containers,
# each of a crawl's three processes would compile 300 modules again.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "luuchieu needs Python 3.11 or later; name one with PYTHON=/path/to/python3 make $(MAKECMDGOALS)"; exit 2; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(VENV)/bin/python -m compileall -q archive pipelines crawlers
	@touch $(STAMP)

demo: setup
	$(VENV)/bin/luuchieu demo

test: setup
	$(VENV)/bin/python -m pytest --numprocesses $(WORKERS)

slow: setup
	$(VENV)/bin/python -m pytest -m slow --timeout 1800

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup
	$(VENV)/bin/mypy

bench: setup
	$(VENV)/bin/python -m benchmarks

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
