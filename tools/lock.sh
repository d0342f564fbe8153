#!/bin/sh
# Resolves pyproject.toml again into the three locks, with hashes, for every platform. Needs uv.
# Versions already locked are kept where they still fit; `tools/lock.sh --upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

command -v uv >/dev/null || { echo "Making the locks needs uv: install it (pipx install uv), then run make lock again." >&2; exit 1; }

compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@"; }

compile pyproject.toml --all-extras -o requirements-dev.lock "$@"
compile pyproject.toml --extra postgres -c requirements-dev.lock -o requirements.lock
# What builds the project is stated in pyproject.toml alone; hatchling wants editables where it is installed from a checkout.
python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], "editables", sep="\n")' |
    compile - -c requirements-dev.lock -o requirements-build.lock
