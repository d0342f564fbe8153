# Needs Python 3.11 or later, git and make; the rest is fetched into .venv, checked against the locks.
# Another Python: make run PYTHON3=python3.12
PYTHON3 ?= python3

.PHONY: help run demo test bench screenshots lock openapi pdfs

help:
	@echo "make run          start the desk on http://127.0.0.1:8000"
	@echo "make demo         the same, with a small library to look at"
	@echo "make test         style, types and every test"
	@echo "make bench        how fast PDFs are read and compared, pages with 10,000 licences, the feed"
	@echo "make screenshots  pictures of the pages, of the demo library, into docs/screenshots"
	@echo "make openapi      store the API's description again, in docs/openapi.json"
	@echo "make lock         resolve the dependencies again"
	@echo "make pdfs         make the demo library's PDFs again from their texts"

run:
	@$(PYTHON3) tools/install.py requirements.lock
	@.venv/bin/licence-desk serve

demo:
	@$(PYTHON3) tools/install.py requirements.lock
	@.venv/bin/licence-desk demo
	@.venv/bin/licence-desk serve

test: .venv/development
	@tools/test.sh

bench: .venv/development
	@.venv/bin/python -m tools.bench $(wildcard ../shared/data/licences/pdf)
	@.venv/bin/python -m bench.comparison
	@.venv/bin/python -m bench.pages
	@.venv/bin/python -m bench.sync
	@.venv/bin/python -m bench.spreadsheets
	@.venv/bin/python -m bench.feed

screenshots: .venv/development
	@.venv/bin/python -m tools.screenshots

openapi: .venv/development
	@.venv/bin/python -m api.openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json

pdfs: .venv/development
	@.venv/bin/python -m api.demo.make_pdfs

lock:
	@tools/lock.sh

# Never there, so always looked at: install.py itself knows whether anything is to be done.
.PHONY: .venv/development
.venv/development:
	@$(PYTHON3) tools/install.py requirements-dev.lock
