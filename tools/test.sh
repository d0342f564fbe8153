#!/bin/sh
# Everything that must hold before a change goes in: style, types, and the whole suite on both databases and in a browser.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/ruff check
.venv/bin/ruff format --check
.venv/bin/mypy
LICENCE_DESK_CHROMIUM=$(.venv/bin/python -m tools.browser)
export LICENCE_DESK_CHROMIUM
exec .venv/bin/python -m pytest "$@"
