"""What people are told about a PDF that cannot be read, or not wholly."""

from __future__ import annotations

NOT_A_PDF = "This file is not a PDF. Save or scan the licence as a PDF and upload that."
MISSING = "The file cannot be opened. Check that it exists and that you may read it."
EMPTY = "This file is empty. Check that the PDF opens on your computer and choose it again."
CUT_OFF = "This PDF is cut off: its end is missing. Copy or download it again and upload the whole file."
LOCKED = (
    "This PDF is locked with a password. "
    "Ask the licensor for an unlocked copy, or print it to a new PDF, and upload that."
)
PROTECTED = (
    "This PDF is protected in a way that cannot be opened here. "
    "Ask the licensor for an unprotected copy, or print it to a new PDF, and upload that."
)
DAMAGED = (
    "This PDF is damaged and cannot be read. Open it in a PDF viewer, save or print it to a new PDF, and upload that."
)
TOO_HEAVY = "Reading this PDF takes more time or memory than a licence needs. Print it to a new PDF and upload that."
NO_PAGES = "This PDF has no pages. Check the file and upload the right one."
NO_SUCH_PAGE = "This PDF has no page of that number."
NO_PICTURE = "No picture can be made of this page."
NO_ANALYSIS = (
    "The pages were read, but looking for clauses failed. Read the document again, or enter its terms by hand."
)


def too_large(size: int, limit: int) -> str:
    """`size` and `limit` in bytes."""
    return (
        f"This file has {_megabytes(size)} MB, and at most {_megabytes(limit)} MB are accepted. "
        "Scan it at a lower resolution, or upload the licence without its attachments."
    )


def too_many_pages(count: int, limit: int) -> str:
    """`count` and `limit` in pages."""
    return f"This PDF has {count:,} pages, and at most {limit:,} are accepted. Upload the pages of the licence alone."


def page_too_full(number: int) -> str:
    """A page with more characters than any printed page."""
    return f"Page {number} was skipped: it holds more characters than a page can show."


def page_unreadable(number: int) -> str:
    """A page that no way of reading could read."""
    return f"Page {number} could not be read; compare the clauses with the PDF itself."


def page_damaged(number: int) -> str:
    """A page whose text is lost, but which can still be seen."""
    return f"The text of page {number} is damaged, so it was read from the picture of the page."


def page_too_heavy(number: int) -> str:
    """A page at which the reading process ran into its limits."""
    return f"Page {number} was skipped: reading it takes more time or memory than a page needs."


def page_given_up(number: int) -> str:
    """A page not tried any more after several others failed."""
    return f"Page {number} was not read, because too many pages before it could not be."


def page_without_ocr(number: int) -> str:
    """A scanned page on a machine without Tesseract."""
    return (
        f"Page {number} is a picture and was not read: text recognition (Tesseract) is not installed on this machine."
    )


def page_hard_to_read(number: int) -> str:
    """A scanned page read with little confidence."""
    return f"Page {number} is a poor scan; compare what was read with the PDF itself."


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):,.0f}"
