"""Files beside the code that must keep step with it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import PREFIX, Settings
from tools import install

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def asked_for() -> set[str]:
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return {re.split(r"[<>=!;]", entry)[0].strip() for entries in lists for entry in entries}


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", text, re.MULTILINE))


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").split("## Files kept")[0]
    rows = set(re.findall(r"^\| ([a-z][\w.\[\]-]*) \|", page, re.MULTILINE))
    assert rows == asked_for()


def test_every_file_taken_over_from_elsewhere_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = [path.name for folder in ("web/static/vendor", "api/static") for path in (ROOT / folder).iterdir()]
    taken_over = [match for name in names if (match := re.match(r"(.+?)-(\d+\.\d+\.\d+)", name))]
    assert len(taken_over) >= 2
    assert [match[0] for match in taken_over if f"| {match[1]} {match[2]}, " not in page] == []


def test_every_dependency_is_locked_and_the_locks_agree() -> None:
    development = locked("requirements-dev.lock")
    bare = {name.split("[")[0].lower().replace(".", "-") for name in asked_for()}
    assert bare <= set(development)
    for name in ("requirements.lock", "requirements-build.lock"):
        shared = {package: version for package, version in locked(name).items() if package in development}
        assert shared == {package: development[package] for package in shared}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"])
def test_every_locked_file_has_its_hash_and_no_lock_names_an_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-zA-Z])", text)
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "index" not in re.sub(r"^[\w.-]+==.*", "", text, flags=re.MULTILINE)
    assert "://" not in text


def test_the_example_settings_are_all_there_are_and_change_nothing_when_copied() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = set(re.findall(rf"^#?({PREFIX}\w+)=", "\n".join(lines), re.MULTILINE))
    assert named == VARIABLES
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_the_compose_file_has_the_service_a_worker_a_database_and_an_object_store() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"web", "worker", "postgres", "objects"}
    assert services["worker"]["command"] == ["worker"]
    for name in ("web", "worker"):
        settings = {key for key in services[name]["environment"] if key.startswith(PREFIX)}
        assert settings <= VARIABLES
        assert services[name]["read_only"]
        assert services[name]["cap_drop"] == ["ALL"]
    assert all(str(port).startswith("127.0.0.1:") for service in services.values() for port in service.get("ports", ()))


def test_the_compose_file_holds_no_secret() -> None:
    values = [
        str(value)
        for service in COMPOSE["services"].values()
        for key, value in service.get("environment", {}).items()
        if re.search("PASSWORD|SECRET|ACCESS_KEY", key) and value is not None
    ]
    assert values
    assert all(re.fullmatch(r"\$\{\w+:-\}", value) for value in values)


def test_the_container_is_made_from_the_locks_and_runs_without_rights() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    installs = [line for line in lines if "pip install" in line]
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    last = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER desk" in last
    assert not any("pip install" in line for line in last)


def test_the_second_install_has_nothing_to_do_until_a_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = "requirements.lock"
    for name in (lock, install.BUILD_LOCK, "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", python)
    assert not install.is_current(lock)
    install.stamp(lock).write_text(install.fingerprint(lock), encoding="utf-8")
    assert install.is_current(lock)
    assert install.install(lock) is False
    (tmp_path / lock).write_text("something newer", encoding="utf-8")
    assert not install.is_current(lock)


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "OLDEST", (99, 0))
    with pytest.raises(install.CannotInstall, match=r"needs Python 99\.0 or later"):
        install.install("requirements.lock")


def test_the_makefile_offers_what_the_documents_speak_of() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    spoken_of = set(re.findall(r"make ([a-z]+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert spoken_of <= targets | {"it"}


def test_what_continuous_integration_runs_can_be_run() -> None:
    run = ROOT / ".ci" / "run"
    assert run.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", run], check=False).returncode == 0
    assert "make test" in run.read_text(encoding="utf-8")
