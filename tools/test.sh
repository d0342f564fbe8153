#!/bin/sh
# Everything that must hold before a change goes in: style, types, and the whole suite on both databases and in a browser.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/ruff check
.venv/bin/ruff format --check
.venv/bin/mypy
LICENCE_DESK_TEST_CHROMIUM=$(.venv/bin/python tools/browser.py)
export LICENCE_DESK_TEST_CHROMIUM
exec .venv/bin/python -m pytest "$@"
