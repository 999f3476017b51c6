# The commands of the book. `make` lists them.
SHELL := /bin/sh
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(if $(shell $(name) -c \
	'import sys; print(1) if (3, 11) <= sys.version_info < (3, 14) else None' 2>/dev/null),$(name))))
VENV := .venv
RUN := $(VENV)/bin/python -m
# the stamp names the folder too: an environment that was moved with its folder is made anew
STAMP := $(VENV)/installed-$(shell printf %s '$(CURDIR)' | cksum | cut -d' ' -f1)
# JupyterLab stands beside the book's environment, not in it: what a server brings along must not decide what tests see
LAB := .venv-lab
LAB_STAMP := $(LAB)/$(notdir $(STAMP))
NAME ?=
.DEFAULT_GOAL := help
.PHONY: help book all pdf epub offline chapter lab test check check-data check-prose accept status verify repro bench bench-reading \
	verify-file figures-diff record-version colab screenshots messages serve clean lock

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(STAMP) ## build the book into _build/html
	@$(RUN) publishing book

pdf: $(STAMP) ## make the book as PDF: _build/pdf/steppe-neighbours.pdf
	@$(RUN) publishing pdf

epub: $(STAMP) ## make the book as EPUB: _build/epub/steppe-neighbours.epub
	@$(RUN) publishing epub

offline: $(STAMP) ## pack the site for reading without a network: _build/offline/steppe-neighbours.zip
	@$(RUN) publishing offline

all: $(STAMP) ## build the book, its PDF, its EPUB and the archive of the site
	@$(RUN) publishing all

chapter: $(STAMP) ## run one chapter again and build the book around it: make chapter NAME=water
	@$(RUN) publishing chapter $(or $(NAME),$(error which chapter? make chapter NAME=water))

lab: $(LAB_STAMP) ## open the chapters in JupyterLab as notebooks; what is saved there, make book takes up
	@$(LAB)/bin/jupyter lab --ServerApp.root_dir='$(CURDIR)' --LabApp.default_url=/lab/tree/chapters

test: $(STAMP) ## run all tests; builds the book if it must
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) publishing book
	@$(RUN) pytest

check: $(STAMP) ## run the fast tests: units and data
	@$(RUN) ruff check .
	@$(RUN) pytest src tests/unit tests/data

check-data: $(STAMP) ## check every table against its description
	@$(RUN) publishing check-data

check-prose: $(STAMP) ## find numbers and comparisons in the pages that nothing holds
	@$(RUN) publishing check-prose $(NAME)

accept: $(STAMP) ## make what the chapters print now the tests' reference: make accept [NAME=water]
	@$(RUN) publishing accept $(NAME)

status: $(STAMP) ## say which chapters are stale, and why
	@$(RUN) publishing status

verify-file: $(STAMP) ## say which figure a stray file is, and whether it is unchanged: make verify-file FILE=…
	@$(RUN) publishing verify-file $(or $(FILE),$(error which file? make verify-file FILE=figure.png))

verify: $(STAMP) ## compute everything anew and compare it with a published copy: make verify [REFERENCE=folder or zip]
	@$(RUN) publishing verify $(REFERENCE)

repro: $(STAMP) ## build the book twice elsewhere and show that the sites are the same to the byte
	@$(RUN) publishing repro

bench: $(STAMP) ## time builds against stock Jupyter Book (about 25 minutes, on a machine that does nothing else)
	@$(RUN) publishing bench

bench-reading: $(STAMP) ## measure how soon chapters are seen on a slow line, against a plain Jupyter Book (needs Chromium)
	@$(RUN) publishing book
	@$(RUN) publishing bench-reading

record-version: $(STAMP) ## write the figures' hashes into the history, under the version of CITATION.cff
	@$(RUN) publishing record-version

figures-diff: $(STAMP) ## show which figures differ from a git revision: make figures-diff BASE=HEAD~1
	@$(RUN) publishing figures-diff $(or $(BASE),$(error since which revision? make figures-diff BASE=HEAD~1))

colab: $(STAMP) ## write the notebooks for Colab, once CITATION.cff names the repository
	@$(RUN) publishing colab

screenshots: $(STAMP) ## take the pictures of the README (needs Chromium)
	@$(RUN) publishing book
	@$(RUN) publishing screenshots

messages: $(STAMP) ## bring the catalogues of translations up to date with the English texts
	@$(RUN) publishing messages

serve: $(STAMP) ## serve the built book on this machine
	@$(RUN) publishing serve

clean: $(STAMP) ## remove what was built
	@$(RUN) publishing clean

lock: $(STAMP) ## write requirements.txt and requirements-lab.txt anew from pyproject.toml
	@$(RUN) pip install --quiet uv
	@$(RUN) uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
		--custom-compile-command 'make lock' pyproject.toml --output-file requirements.txt
	@$(RUN) uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
		--custom-compile-command 'make lock' --group lab --constraints requirements.txt --output-file requirements-lab.txt

$(STAMP): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and was not found"; exit 1; }
	@echo "Making the environment in $(VENV) with $$($(PYTHON) --version) (once, about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

# the kernel of that JupyterLab is the book's own environment
$(LAB_STAMP): requirements-lab.txt $(STAMP)
	@echo "Making the environment of JupyterLab in $(LAB) (once, about a minute) ..."
	@$(RUN) venv --clear $(LAB)
	@$(LAB)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-lab.txt
	@$(RUN) ipykernel install --prefix $(LAB) --name python3 --display-name 'Python 3' > /dev/null 2>&1
	@$(LAB)/bin/jupytext-config --settings-file $(LAB)/etc/jupyter/labconfig/default_setting_overrides.json \
		set-default-viewer markdown > /dev/null
	@touch $@
