"""How texts of a fixed form are written, and what to tell somebody who wrote one otherwise."""

from __future__ import annotations

ID = r"^[0-9A-Za-z_-]{1,40}$"
TERM_KEY = r"^[a-z][a-z0-9_]{1,59}$"
DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
MOMENT = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
VISIBLE = r"[^\s\x00-\x1f\x7f-\x9f]"
"""At least one character that can be seen: blanks and control characters are taken off."""
CODE = r"^[\w.:/()+ -]*$"
SLUG = r"^([a-z0-9]+(-[a-z0-9]+)*)?$"
WEB_ADDRESS = r"^https?://[^\s/\x00-\x1f]"
ISSN = r"^[0-9]{4}-?[0-9]{3}[0-9Xx]$"
ISBN = r"^(97[89][- ]?)?([0-9][- ]?){9}[0-9Xx]$"
AMOUNT = r"^-?[0-9]{1,9}(\.[0-9]{1,4})?$"
CURRENCY = r"^[A-Z]{3}$"
EMAIL = r"^[0-9A-Za-z.!#$%&'*+/=?^_`{|}~-]{1,64}@[0-9A-Za-z.-]{1,180}$"
TERM_FILTER = r"^[a-z][a-z0-9_]{1,59}:[^\x00-\x1f]{1,200}$"
DOCUMENT = r"^[0-9A-Za-z_-]{1,64}$"
IDEMPOTENCY_KEY = r"^[\x21-\x7e]+$"

SENTENCES = {
    ID: "This is no id of this desk.",
    TERM_KEY: "Use small letters, digits and _ in the key, a letter first.",
    DAY: "Give a date that exists, as year-month-day, such as 2026-10-31.",
    MOMENT: "Give a moment with its time zone, such as 2026-10-31T15:04:05Z.",
    VISIBLE: "This is empty; fill it in.",
    CODE: "Use letters, digits, spaces and . : / ( ) + - _ in the code.",
    SLUG: "Use small letters and digits, joined by hyphens.",
    WEB_ADDRESS: "Give a web address that begins with https://.",
    ISSN: "Give the ISSN as eight digits, such as 1234-5678.",
    ISBN: "Give the ISBN as 10 or 13 digits.",
    AMOUNT: "Give the amount as a number such as 1200.50.",
    CURRENCY: "Give the currency as its three letters, such as CAD.",
    EMAIL: "Give an e-mail address such as name@library.example.",
    TERM_FILTER: "Give the key of a term and a value, such as ill_electronic:permitted.",
    DOCUMENT: "Give the id or the SHA-256 of a document.",
    IDEMPOTENCY_KEY: "Use printable characters without blanks, such as a UUID.",
}
