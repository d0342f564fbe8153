"""Changing several licences at once, keeping a list as a view, and taking a list away as a file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

from domain.identity import Role
from domain.usecases.licence_record import licence_of
from tests.web.library import Library, TestDesk, text_of

SPREAD = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rows_on(html: str) -> list[str]:
    """What the page would send of each licence: its id and the revision that was looked at."""
    return re.findall(r'name="row" value="([^"]+)"', html)


def table_of(content: bytes) -> list[list[str]]:
    """The cells of a workbook's only sheet, as texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    assert sheet.findall(".//m:f", SPREAD) == []
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iterfind(".//m:row", SPREAD)]


def test_it_shows_what_would_change_and_changes_it(desk: TestDesk) -> None:
    ids = [desk.licence(f"Licence {number}", tags=["old"]) for number in range(3)]
    chosen = desk.editor.get(f"/licences/bulk?id={ids[0]}&id={ids[1]}&status=any").text

    assert "Change 2 licences" in text_of(chosen)
    sent = {"row": rows_on(chosen), "change": "add_tag", "tag": "e-books", "back": "/licences?status=any"}
    done = desk.editor.post("/licences/bulk", sent).text

    assert "2 licences changed" in text_of(done)
    assert [licence_of(desk.services, each).fields.tags for each in ids] == [
        ("old", "e-books"),
        ("old", "e-books"),
        ("old",),
    ]
    assert 'href="/licences?status=any"' in done


def test_one_that_was_changed_meanwhile_is_named_and_the_others_are_done(desk: TestDesk) -> None:
    first, second = desk.licence("First"), desk.licence("Second")
    chosen = rows_on(desk.editor.get(f"/licences/bulk?id={first}&id={second}").text)
    desk.admin.post(f"/licences/{first}/edit", {"title": "First, corrected", "revision": 1})

    done = text_of(desk.editor.post("/licences/bulk", {"row": chosen, "change": "unit", "unit": "Acquisitions"}).text)

    assert "1 licence changed" in done
    assert "1 licence stayed as it was" in done
    assert "First, corrected: Somebody changed it since you chose it." in done
    assert licence_of(desk.services, first).fields.unit == ""
    assert licence_of(desk.services, second).fields.unit == "Acquisitions"


def test_owner_and_status_can_be_given_and_taken_back(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    owner = desk.actor(Role.REVIEWER)

    def change(what: str, **said: str) -> str:
        rows = rows_on(desk.editor.get(f"/licences/bulk?id={licence}").text)
        return text_of(desk.editor.post("/licences/bulk", {"row": rows, "change": what, **said}).text)

    change("owner", owner=owner.id)
    change("status", status="retired")
    fields = licence_of(desk.services, licence).fields
    assert (fields.owner, fields.stated_status) == (owner.id, "retired")
    assert "Rae Viewer" in desk.viewer.get("/licences?status=retired&col=owner").text
    assert "was so already" in change("owner", owner=owner.id)
    change("owner", owner="")
    assert licence_of(desk.services, licence).fields.owner is None


def test_a_mistake_changes_nothing_and_stands_at_its_field(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    rows = rows_on(desk.editor.get(f"/licences/bulk?id={licence}").text)

    refused = desk.editor.post("/licences/bulk", {"row": rows, "change": "add_tag", "tag": " "})

    assert refused.status_code == 422
    assert "Give the tag." in refused.text
    assert licence_of(desk.services, licence).revision == 1
    assert desk.viewer.post("/licences/bulk", {"row": rows, "change": "add_tag", "tag": "x"}).status_code == 403


def test_all_that_match_can_be_chosen(desk: TestDesk) -> None:
    for number in range(60):
        desk.licence(f"Licence {number:02}", tags=["even" if number % 2 == 0 else "odd"])

    page = desk.editor.get("/licences/bulk?status=any&tag=even&every=yes").text

    assert "Change 30 licences" in text_of(page)
    assert "No licence is chosen" in text_of(desk.editor.get("/licences/bulk?status=any").text)


def test_a_list_is_exported_as_it_is_shown(library: Library) -> None:
    path = "/licences/export.{}?status=any&sort=-title&col=code&col=status&col=notice"
    as_csv = list(csv.reader(io.StringIO(library.desk.viewer.get(path.format("csv")).text.removeprefix("\ufeff"))))
    as_xlsx = library.desk.viewer.get(path.format("xlsx"))

    assert as_csv[0] == ["Title", "Licensor", "Code", "Status", "Start date", "End of term", "Give notice by"]
    assert [row[0] for row in as_csv[1:]] == ["Open Shelf eBooks", "Journals Complete", "Humanities Archive"]
    assert as_csv[2][1:5] == ["Meridian Science Press", "L-0112", "In force", "2026-01-01"]
    assert as_xlsx.headers["content-disposition"] == 'attachment; filename="licences.xlsx"'
    assert [row[0] for row in table_of(as_xlsx.content)] == [row[0] for row in as_csv]
    assert library.desk.viewer.get("/licences/export.pdf").status_code == 404


def test_only_the_chosen_ones_are_exported(library: Library) -> None:
    answer = library.desk.viewer.get(f"/licences/export.csv?status=any&id={library.archive}")

    assert [line.split(",")[0] for line in answer.text.splitlines()[1:]] == ["Humanities Archive"]


def test_what_looks_like_a_formula_is_a_text_in_every_export(desk: TestDesk) -> None:
    desk.licence('=HYPERLINK("http://x.example")', code="F-1")

    assert desk.viewer.get("/licences/export.csv?status=any").text.splitlines()[1].startswith("\"'=HYPERLINK")
    rows = table_of(desk.viewer.get("/licences/export.xlsx?status=any").content)
    assert rows[1][0] == '=HYPERLINK("http://x.example")'


def test_a_view_is_saved_offered_and_sent_as_a_link(desk: TestDesk) -> None:
    desk.licence("Journals", tags=["science"])
    query = "status=any&tag=science&col=tags"
    sent = {"name": "Science", "page": "list", "query": query, "shared": "yes"}

    answer = desk.editor.post("/views", sent)

    assert answer.headers["location"] == f"/licences?{query}"
    assert ">Science</a>" in desk.viewer.get("/licences").text
    views = desk.viewer.get("/views").text
    link = re.search(r'href="(/views/[^"]+)"', views)
    assert link is not None
    assert desk.viewer.get(link.group(1)).headers["location"] == f"/licences?{query}"
    assert "Remove" not in text_of(views).split("Saved by")[1].split("Remove", 1)[1]

    assert desk.viewer.post(f"{link.group(1)}/remove").status_code == 403
    desk.editor.post(f"{link.group(1)}/remove")
    assert ">Science</a>" not in desk.viewer.get("/licences").text
    assert desk.viewer.get(link.group(1)).status_code == 404


def test_a_view_of_ones_own_is_not_offered_to_others(desk: TestDesk) -> None:
    desk.viewer.post("/views", {"name": "Mine", "page": "list", "query": "tag=x"})

    assert ">Mine</a>" in desk.viewer.get("/licences").text
    assert ">Mine</a>" not in desk.editor.get("/licences").text
    refused = desk.viewer.post("/views", {"name": "", "page": "list", "query": "tag=x"})
    assert refused.status_code == 422
    assert "Give the view a name." in refused.text
