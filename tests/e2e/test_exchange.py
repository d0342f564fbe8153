"""The commands `import` and `export`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty desk in a folder of its own, where the commands are typed."""
    monkeypatch.setenv("LICENCE_DESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_dry_run_tells_every_cell_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "list.csv").write_text("Code;Title;Alumni access\nL-1;Été;no\n", encoding="cp1252")
    assert main(["import", "list.csv", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "row 2: new: L-1 Été" in said
    assert "  C: new: prohibited (interpreted)" in said
    assert "Nothing was written." in said
    assert main(["export", "all.csv"]) == 0
    assert (folder / "all.csv").read_text(encoding="utf-8-sig").count("\n") == 1


def test_what_is_imported_can_be_exported_in_every_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "list.csv").write_text("Code,Title,Alumni access,Shelf\nL-1,One,no,Cabinet C\n", encoding="utf-8")
    assert main(["import", "list.csv", "--as", "decisions", "--column", "Shelf=paper_location"]) == 0
    assert "licences added: 1, decisions: 1" in capsys.readouterr().out
    assert main(["import", "list.csv", "--as", "decisions", "--column", "Shelf=paper_location"]) == 1
    assert "changes nothing" in capsys.readouterr().err
    for name in ("all.csv", "all.xlsx", "all.jsonl"):
        assert main(["export", name]) == 0
        assert (folder / name).stat().st_mode & 0o077 == 0
    assert "Cabinet C" in (folder / "all.csv").read_text(encoding="utf-8-sig")
    lines = [json.loads(line) for line in (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["code"] for line in lines if line["record"] == "licence"] == ["L-1"]
    assert main(["export", "all.csv"]) == 1
    assert "there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Code,Title\n=1+1,One\n", "CSV, row 2, column A: This cell holds a formula"),
        (b"Code,Title\nL-1,One\nL-1,Two\n", "CSV, row 3, column A: Row 2 has the same code"),
        (b"Colour,Size\nred,44\n", "code or the title"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"Code,Title\n\x81,x\n", "CSV UTF-8"),
    ],
)
def test_what_cannot_be_taken_in_is_told_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    (folder / "list.csv").write_bytes(content)
    assert main(["import", "list.csv"]) == 2
    assert said in capsys.readouterr().err
    assert main(["import", "nothing.csv"]) == 2
    assert main(["export", "list.pdf"]) == 2


def test_one_licence_is_written_in_the_form_of_another_system(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "list.csv").write_text("Code,Title\nL-1,Été\n", encoding="utf-8")
    assert main(["import", "list.csv"]) == 0
    for form in ("alma", "folio"):
        assert main(["export", f"{form}.json", "--as", form, "--licence", "l-1"]) == 0
        assert json.loads((folder / f"{form}.json").read_text(encoding="utf-8"))["name"] == "Été"
    capsys.readouterr()
    for arguments, said in (
        (["one.xml", "--as", "onix-pl", "--licence", "L-1"], "at least one use"),
        (["one.xml", "--as", "onix-pl"], "Say both"),
        (["one.xml", "--as", "folio", "--licence", "L-2"], "no licence with the code L-2"),
        (["alma.json", "--as", "alma", "--licence", "L-1"], "there already"),
    ):
        assert main(["export", *arguments]) != 0
        assert said in capsys.readouterr().err
    assert not (folder / "one.xml").exists()
