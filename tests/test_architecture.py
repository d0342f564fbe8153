"""The direction of imports, read from the code itself."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"api", "domain", "storage", "web"}
MAY_IMPORT = {
    "domain": {"domain"},
    "storage": {"storage", "domain"},
    "web": {"web", "domain"},
    "api": {"api", "domain", "storage", "web"},
}
# Only these files of api may see storage or web: they wire, and everything else speaks in domain.
COMMANDS = {"cli", "cli_copies", "cli_exchange", "cli_files", "cli_service"}
WIRING = COMMANDS | {"app", "wiring", "worker", "operator_routes", "pdf_reports"}
DOMAIN_LIBRARIES = {"rapidfuzz"}


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and module of every import in a file, those inside functions included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively; write the whole name"
            found.append((node.lineno, node.module or ""))
    return found


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", sorted(OURS))
def test_imports_point_in_one_direction(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in python_files(folder)
        for line, module in imports(path)
        if module.split(".")[0] in OURS - MAY_IMPORT[folder]
    ]
    assert wrong == []


def test_only_the_wiring_of_the_api_knows_storage_and_web() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in python_files("api")
        if path.stem not in WIRING
        for line, module in imports(path)
        if module.split(".")[0] in {"storage", "web"}
    ]
    assert wrong == []


def test_the_domain_imports_only_the_standard_library_and_pure_computation() -> None:

    allowed = set(sys.stdlib_module_names) | DOMAIN_LIBRARIES | {"domain"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in python_files("domain")
        for line, module in imports(path)
        if module.split(".")[0] not in allowed
    ]
    assert wrong == []


def test_rules_never_import_use_cases() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in python_files("domain")
        if "usecases" not in path.parts
        for line, module in imports(path)
        if module.startswith("domain.usecases")
    ]
    assert wrong == []


def test_the_migrations_folder_is_no_package() -> None:
    """With an __init__.py, `import alembic` would find our folder instead of the library."""
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_folder_is_named_for_everything_and_nothing() -> None:
    vague = {"utils", "helpers", "manager", "service", "common", "misc"}
    wrong = [str(path.relative_to(ROOT)) for folder in OURS for path in python_files(folder) if path.stem in vague]
    assert wrong == []
