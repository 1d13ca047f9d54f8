# Everything sets itself up: `make run` needs Python 3.11 or newer with venv, and nothing else.
.DEFAULT_GOAL := help
PYTHON ?= python3
DATA ?= data
PORT ?= 8001
PORTAL ?=
SIZE ?= 100000
WARD_KILLS ?= 50
WARD_SIMULATED ?= 10000
WARD_FUZZED ?= 100000
BIN := .venv/bin
export WARD_DATA := $(DATA)

run: crawl serve  ## crawl the default portal (or PORTAL=slug), then serve the archive

crawl: .venv/run  ## crawl only; ends by itself, with an exit code that tells the truth
	$(BIN)/ward crawl $(PORTAL)

serve: .venv/run  ## serve the archive at http://127.0.0.1:8001
	$(BIN)/datasette $(DATA)/archive.db -m datasette_metadata.json --port $(PORT)

test: .venv/dev  ## run the test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" $(ARGS)

drills: .venv/dev  ## run the slow drills: hostile servers, fifty kills (or WARD_KILLS=5), a full disk, torn records, pywb
	WARD_KILLS=$(WARD_KILLS) WARD_SIMULATED=$(WARD_SIMULATED) WARD_FUZZED=$(WARD_FUZZED) $(BIN)/python -m pytest -n 2 --dist loadfile -m slow $(ARGS)

page: .venv/dev  ## make a test of a real page: PORTAL=slug URL=address (NAME=article-x); from the archive, or fetched
	$(BIN)/python -m tests.saved $(PORTAL) "$(URL)" $(NAME)

check: .venv/dev  ## lint and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev  ## pages per second, beside a bare Scrapy spider in the same run
	$(BIN)/python -m tests.bench.crawl

bench-rebuild: .venv/dev  ## articles per second of `ward rebuild` on one core, and its memory
	$(BIN)/python -m tests.bench.rebuild

bench-extract: .venv/dev  ## how well pages of unknown software are read, beside trafilatura and newspaper4k
	$(BIN)/python -m tests.bench.extract

bench-load: .venv/dev  ## one crawl of 1,000 portals on 200 simulated hosts: pages per second, memory, fairness
	$(BIN)/python -m tests.bench.load

bench-search: .venv/dev  ## milliseconds of searches at SIZE articles, beside plain FTS5, PostgreSQL and tantivy
	$(BIN)/python -m tests.bench.search --size $(SIZE) $(ARGS)

shots: .venv/dev  ## take the README's pictures again (needs Debian's chromium)
	$(BIN)/python -m tests.shots

gazetteer: .venv/dev  ## make archive/gazetteer/*.csv again from the collections that its README names
	$(BIN)/python -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --python-version 3.13 \
	  -d build/gazetteer vietnamadminunits==1.0.4 vietnam-provinces==2026.9.0
	$(BIN)/python -m archive.gazetteer.build build/gazetteer/vietnamadminunits-*.whl build/gazetteer/vietnam_provinces-*.whl

lock: .venv/dev  ## pin the newest versions, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade \
	  pyproject.toml .lock/build.in -o .lock/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade \
	  pyproject.toml .lock/build.in --group dev -c .lock/run.txt -o .lock/dev.txt

clean:  ## remove what was set up; the archive in data/ stays
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache

help:
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ward-archive needs Python 3.11 or newer; try: make PYTHON=python3.11 run")'
	$(PYTHON) -m venv .venv

.venv/run: .lock/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r .lock/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .lock/dev.txt .venv/run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r .lock/dev.txt
	touch $@

.PHONY: run crawl serve test drills check bench bench-rebuild bench-extract bench-load bench-search shots gazetteer lock page clean help
