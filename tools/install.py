"""Makes .venv and puts a lock file and the project into it: `python3 tools/install.py requirements.lock`.

Runs on a bare Python of 3.11 or later; uv is used where it works, pip otherwise, both with the index that this machine
is set up for. Every package is checked against the hash in the lock. A second run with the same locks does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
TELL_VERSION = "import sys; print(sys.version)"
BUILD_LOCK = "requirements-build.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
"""Holds everything that the others hold, in the same versions."""


class CannotInstall(Exception):
    """What stands in the way, and what to do, in a sentence."""


def install(lock: str) -> bool:
    """Bring .venv to what `lock` says; False where it was so already. Raises CannotInstall."""
    if sys.version_info < OLDEST:
        raise CannotInstall(
            f"Licence Desk needs Python {'.'.join(map(str, OLDEST))} or later, and this is {sys.version.split()[0]}: "
            "install a newer one and name it, as in `make run PYTHON3=python3.12`."
        )
    if any(is_current(name) for name in (lock, DEVELOPMENT_LOCK)):
        return False
    make_environment()
    for name in (BUILD_LOCK, lock):
        add("--require-hashes", "-r", str(ROOT / name))
    add("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp(lock).write_text(fingerprint(lock), encoding="utf-8")
    return True


def stamp(lock: str) -> Path:
    """Where it is noted that `lock` was installed."""
    return VENV / f".installed-{lock}"


def is_current(lock: str) -> bool:
    """Whether .venv holds what `lock` says."""
    noted = stamp(lock)
    return PYTHON.exists() and noted.exists() and noted.read_text(encoding="utf-8") == fingerprint(lock)


def fingerprint(lock: str) -> str:
    """Changes with the locks, with the project's metadata, with Python and with the folder."""
    parts = [str(ROOT), sys.version]
    parts += [(ROOT / name).read_text(encoding="utf-8") for name in (BUILD_LOCK, lock, "pyproject.toml")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_environment() -> None:
    """An environment with this Python; a broken or foreign one is replaced. Raises CannotInstall."""
    if PYTHON.exists() and version_of(PYTHON) == version_of(Path(sys.executable)):
        return
    if made_by_venv() or (fetch_venv_module() and made_by_venv()):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if uv() and runs(uv(), "venv", "--quiet", "--python", sys.executable, str(VENV)):
        return
    raise CannotInstall(
        "Python cannot make a virtual environment here: install its venv module (on Debian and Ubuntu the package "
        "python3-venv) or uv, then run make again."
    )


def made_by_venv() -> bool:
    """Whether Python's own venv module, pip included, could make the environment."""
    shutil.rmtree(VENV, ignore_errors=True)
    return runs(sys.executable, "-m", "venv", str(VENV), quiet=True)


def fetch_venv_module() -> bool:
    """Debian packs the venv module apart; root may have it fetched."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("Installing Python's venv module from Debian.")
    runs("apt-get", "update", "-qq", quiet=True)
    fetch = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    return any(runs(*fetch, f"{name}-venv", quiet=True) for name in (f"python3.{sys.version_info.minor}", "python3"))


def add(*what: str) -> None:
    """Install into .venv; raises CannotInstall."""
    if uv() and runs(uv(), "pip", "install", "--quiet", "--python", str(PYTHON), *what, quiet=has_pip()):
        return
    if has_pip() and runs(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what):
        return
    raise CannotInstall(
        "The packages could not be installed (the lines above say why): check the network and the package index, "
        "then run make again."
    )


def uv() -> str:
    """A uv that works, or an empty string: a shim on the path may lead nowhere."""
    found = shutil.which("uv") or ""
    return found if found and runs(found, "--version", quiet=True) else ""


def has_pip() -> bool:
    """Whether .venv has pip; uv makes environments without it."""
    return runs(str(PYTHON), "-m", "pip", "--version", quiet=True)


def version_of(python: Path) -> str:
    """The version that an interpreter reports, empty where it does not run."""
    try:
        asked = subprocess.run([python, "-c", TELL_VERSION], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()


def runs(*command: str, quiet: bool = False) -> bool:
    """Whether a command ends well."""
    to = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, stdout=to, stderr=to, cwd=ROOT, check=False).returncode == 0


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Install the lock that is named, the development lock without a name."""
    lock = sys.argv[1] if len(sys.argv) > 1 else DEVELOPMENT_LOCK
    try:
        if install(lock):
            say(f"Installed {lock} into .venv.")
    except CannotInstall as problem:
        say(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
