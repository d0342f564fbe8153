#!/bin/sh
# Everything that must hold before a change goes in: style, types, and the whole suite on both databases and in a browser.
# With arguments pytest runs with these alone.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/ruff check
.venv/bin/ruff format --check
.venv/bin/mypy
LICENCE_DESK_CHROMIUM=$(.venv/bin/python -m tools.browser)
export LICENCE_DESK_CHROMIUM
if [ $# -gt 0 ]; then
    exec .venv/bin/python -m pytest "$@"
fi

# The pages wait for their browser much of the time, so they run beside the rest; what they said is shown at the end.
said=$(mktemp)
trap 'rm -f "$said"' EXIT
.venv/bin/python -m pytest tests/web tests/e2e >"$said" 2>&1 &
pages=$!
status=0
.venv/bin/python -m pytest --ignore=tests/web --ignore=tests/e2e || status=$?
wait "$pages" || status=$?
cat "$said"
exit "$status"
