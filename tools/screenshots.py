"""Pictures of every page, over the demo library, into docs/screenshots: `make screenshots`."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.alma.stand_in import KEY, StandIn
from tests.browser import FLAGS
from tools.browser import NONE, browser
from tools.desk import Desk, new_desk

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
EMAIL = "librarian@ashbridge.example"
SETTINGS = {
    "LICENCE_DESK_LIBRARY_NAME": "Ashbridge University Library",
    "LICENCE_DESK_LIBRARY_CONTACT": "licences@library.ashbridge.example",
    "LICENCE_DESK_SYNC_LOOPBACK": "true",
}
SIZE = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)
COLOURS = 128
"""As many as a picture has, chosen so that small badges keep theirs: the files are a third of the size."""
ANSWERS = "/public/resources/journals-complete"
PUBLIC = {
    "can-i-search": "/public/resources?q=boreal&lang=en",
    "can-i": f"{ANSWERS}?lang=en",
    "can-i-french": f"{ANSWERS}?lang=fr",
    "can-i-not-found": "/public/resources/nothing?lang=en",
    "card": f"{ANSWERS}/card?lang=en",
}
STAFF = {
    "desk": "/",
    "licences": "/licences",
    "licences-none": "/licences?status=any&q=zeppelin",
    "matrix": "/matrix?status=any&t=ill_electronic&t=course_reserves_electronic&t=text_data_mining&t=walk_in_access"
    "&t=alumni_access&t=remote_access&t=commercial_use",
    "new-licence": "/licences/new",
    "new-licence-like": "/licences/new/like?q=journals",
    "organisations": "/organisations",
    "organisation": "/organisations/of?name=Meridian+Science+Press+Ltd.",
    "vocabulary": "/vocabulary",
    "term": "/vocabulary/terms/alumni_access",
    "phrases": "/vocabulary/terms/alumni_access/phrases",
    "people": "/people",
    "new-person": "/people/new",
    "tokens": "/tokens",
    "webhooks": "/webhooks",
    "trail": "/audit",
    "not-found": "/licences/nothing",
}
RECORD = "Journals Complete"
"""The licence whose record is shown."""
NEWER = "Agreement 2026–2028"
"""Its version that is shown and compared with the one before."""
TO_REVIEW = "Humanities and Social Theory Archive"
"""The licence whose draft is reviewed."""
TERM, SILENT_TERM = "remote_access", "walk_in_access"
LIST = """Code,Title,Licensor,Walk-in users,Course packs,Start
L-0112,Journals Complete,Meridian Science Press Ltd.,yes,no,2023-01-01
L-0201,Northern Newspapers,Harrow & Vale,sometimes,no,2026-09-01
L-0202,Atlas of Peatlands,Pelham,yes,yes,31 February
"""


@dataclass(frozen=True)
class Camera:
    """A page on a desk, and how it is pictured."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Open a page; raises RuntimeError for a fault of the desk."""
        answer = self.page.goto(self.address + path)
        if answer is None or answer.status >= 500:
            raise RuntimeError(f"{path} could not be shown.")

    def take(self, name: str, path: str) -> None:
        """One picture of one page."""
        self.go(path)
        self.keep(name)

    def keep(self, name: str) -> None:
        """One picture of what is there now, in few colours."""
        self.page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE).save(
            FOLDER / f"{name}.png", optimize=True
        )

    def dark(self, name: str, path: str) -> None:
        """The same for who prefers dark colours."""
        self.page.emulate_media(color_scheme="dark")
        self.take(name, path)
        self.page.emulate_media(color_scheme="light")

    def press(self, button: str) -> None:
        """Press what sends a form, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).first.click()

    def href(self, name: str, *, exact: bool = True) -> str:
        """Where a link leads."""
        link = self.page.get_by_role("link", name=name, exact=exact).first
        return urlsplit(str(link.get_attribute("href"))).path


def sign_in(at: Camera, password: str) -> None:
    """By the same door as everybody."""
    at.take("sign-in", "/sign-in?lang=en")
    at.page.locator("input[type=email]").fill(EMAIL)
    at.page.locator("input[type=password]").fill(password)
    at.page.locator("main form button[type=submit]").click()
    at.page.get_by_role("navigation", name="Main").wait_for()


def tour(at: Camera, password: str) -> None:
    """The pages of the staff."""
    sign_in(at, password)
    for name, path in STAFF.items():
        at.take(name, path)
    at.dark("desk-dark", "/")
    at.dark("licences-dark", "/licences")
    mistakes(at)
    changes(at)
    about_licence(at, record_of(at, RECORD))
    about_review(at, record_of(at, TO_REVIEW))
    imports(at)


def record_of(at: Camera, title: str) -> str:
    """The address of a licence by its title."""
    at.go("/licences?status=any")
    return at.href(title)


def mistakes(at: Camera) -> None:
    """A form that was refused."""
    at.go("/licences/new")
    at.page.locator("#start_date").fill("2026-02-30")
    at.page.get_by_role("button", name="Save and add the signed PDF").click()
    at.page.locator(".error-summary").wait_for()
    at.keep("new-licence-mistakes")


def changes(at: Camera) -> None:
    """A view that is kept, and many licences to be changed at once."""
    at.go("/licences?status=any")
    ids = at.page.locator("input[name=id]").evaluate_all("boxes => boxes.slice(0, 3).map(box => box.value)")
    at.take("licences-chosen", "/licences/bulk?status=any&" + "&".join(f"id={one}" for one in ids))
    at.take("views", "/views")


def about_licence(at: Camera, record: str) -> None:
    """The pages of one licence."""
    at.take("record", record)
    version = at.href(NEWER)
    at.dark("record-dark", record)
    at.go(f"{record}/terms/ill_electronic")
    at.page.locator("[aria-expanded=true]").last.evaluate("row => row.scrollIntoView({block: 'start'})")
    at.keep("record-term")
    at.take("history", f"{record}/history")
    at.take("edit-licence", f"{record}/edit")
    at.take("new-task", f"{record}/tasks/new")
    at.take("term-sheet", f"{record}/term-sheet")
    at.take("version", version)
    at.take("new-version", f"{record}/versions/new")
    at.take("upload", f"{version}/upload")
    compared = f"{record}/compare?to={version.rpartition('/')[2]}"
    at.take("compare", compared)
    at.go(f"{compared}&view=unified")
    at.page.locator("#cmp-bar").evaluate("bar => bar.scrollIntoView({block: 'start'})")
    at.keep("compare-unified")
    at.take("compare-others", f"{record}/compare/others?q=boreal")
    at.take("reading-copy", f"{record}/text")
    at.go(version)
    document = at.href(".pdf", exact=False)
    at.take("document", document)
    at.take("document-text", f"{document}?view=text&q=interlibrary")
    at.take("readings", document.replace("/view", "/readings"))


def about_review(at: Camera, record: str) -> None:
    """The review of a draft, in its states."""
    at.go(record)
    versions = at.page.locator("a[href^='/versions/']").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    review = f"/versions/{versions[0].split('/')[2]}/review"
    at.take("review", review)
    at.dark("review-dark", review)
    at.take("review-change", f"{review}/items/{TERM}/change")
    at.take("review-silent", f"{review}/items/{SILENT_TERM}")
    at.take("review-search", f"{review}/search?q=library&key={TERM}")
    at.take("review-sure", f"{review}/sure?least=50")
    at.take("review-silent-together", f"{review}/silent")
    at.go(review)
    at.page.keyboard.press("?")
    at.keep("keys")


def imports(at: Camera) -> None:
    """A spreadsheet on its way into the record."""
    at.take("import", "/import")
    file = {"name": "renewals.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    at.page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]  # a dict will do
    at.press("Read this file")
    at.keep("import-columns")
    for select in at.page.locator("select[name^='word-']").all():
        select.select_option(index=1)
    at.press("See what it would do")
    at.keep("import-preview")


def other_systems(at: Camera, alma: StandIn) -> None:
    """An Alma that knows one licence otherwise and one that is not known here."""
    at.take("sync-none", "/sync")
    alma.alma.put("L-0112", RECORD, terms={"ILLELEC": "PROHIBITED", "WALKIN": "PERMITTED"})
    alma.alma.put("OLD-NEWS", "Old newspapers")
    at.go("/sync-settings/new")
    for field, text in (("name", "Alma"), ("address", alma.address), ("key", KEY)):
        at.page.locator(f"main [name={field}]").fill(text)
    at.keep("sync-new")
    at.press("Connect")
    at.go("/sync")
    at.press("Compare")
    at.page.get_by_role("button", name="Compare again").wait_for(timeout=60_000)
    at.page.reload()
    at.keep("sync")
    settings = urlsplit(at.page.url).path.replace("/sync/", "/sync-settings/")
    at.take("sync-mapping", f"{settings}/mapping")
    at.take("sync-requests", f"{settings}/requests")


def phone(chromium: Browser, address: str, signed_in: Page) -> None:
    """What is looked up and worked on in the hand."""
    at = Camera(chromium.new_page(viewport=PHONE), address)
    at.take("can-i-phone", f"{ANSWERS}?lang=en")
    at.take("can-i-french-phone", f"{ANSWERS}?lang=fr")
    at.page.context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]  # what one gives the other takes
    at.take("desk-phone", "/?lang=en")
    at.take("licences-phone", "/licences")


def look_around(desk: Desk, path: str, password: str, alma: StandIn) -> None:
    """Every picture, public pages first."""
    with desk.serving() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        anybody, staff = (Camera(chromium.new_page(viewport=SIZE), address) for _ in range(2))
        for name, where in PUBLIC.items():
            anybody.take(name, where)
        tour(staff, password)
        other_systems(staff, alma)
        phone(chromium, address, staff.page)
        chromium.close()


def main() -> None:
    """Load the demo, look around, leave nothing but the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(16)
    path = browser()
    if path is None:
        raise SystemExit(NONE)
    with new_desk() as made, StandIn() as alma:
        desk = replace(made, environment={**made.environment, **SETTINGS})
        desk.run("demo")
        desk.run("user", "add", EMAIL, "--role", "admin", "--password-stdin", given=f"{password}\n")
        look_around(desk, path, password, alma)


if __name__ == "__main__":
    main()
