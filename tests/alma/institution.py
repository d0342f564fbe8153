"""What one Alma institution has, and its rules on licences, as far as the facts are known."""

from __future__ import annotations

import base64
import binascii
import copy
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from storage.remote.alma.codes import DEFAULT_TABLES

Body = dict[str, Any]
DATE = re.compile(r"\d{4}-\d{2}-\d{2}Z")
STATUSES = {"DRAFT": "Draft", "ACTIVE": "Active", "DELETED": "Deleted", "EXPIRED": "Expired", "RETIRED": "Retired"}
TYPES = {"LICENSE": "License", "ADDENDUM": "Addendum", "NEGOTIATION": "Negotiation"}
REVIEWS = {"PENDING": "Pending", "ACCEPTED": "Accepted", "REJECTED": "Rejected", "INREVIEW": "In review"}
PERMITTED = {
    "PERMITTED": "Permitted",
    "PROHIBITED": "Prohibited",
    "SILENT": "Silent",
    "UNINTERPRETED": "Uninterpreted",
    "NOT APPLICABLE": "Not Applicable",
    "PERMITTED_EXPLICIT": "Permitted (Explicit)",
    "PERMITTED_INTERPRETED": "Permitted (Interpreted)",
    "PROHIBITED_EXPLICIT": "Prohibited (Explicit)",
    "PROHIBITED_INTERPRETED": "Prohibited (Interpreted)",
}
FREE = (
    "ILLN COURSERESNOTE COURSEPACKN DIGCOPYN PRINTCOPYN SCHOLSHAREN DISTANCEN ELECLINKNOTE PERPETUALN ARCHIVEN "
    "CONCURUSER CONCURUSERN INDEMN CONFAN AUTHUSERDEF GOVLAW GOVJUR CUREBREACH NONRNOTICE WALKIN OTHERUSERRSTRN "
    "PERPETUALH"
)
MOST_FILE = 10 * 1024 * 1024


@dataclass
class Refusal(Exception):
    """An error as Alma gives it."""

    code: str
    message: str
    status: int = 400

    def body(self) -> Body | None:
        """As JSON; an internal error has no body."""
        if self.status >= 500:
            return None
        error = {"errorCode": self.code, "errorMessage": self.message, "trackingId": "E01-0101000000-AAAAA-AWAE1"}
        return {"errorsExist": True, "errorList": {"error": [error]}, "result": None}


def _terms() -> dict[str, tuple[str, bool]]:
    default = {code: (table, True) for code, table in DEFAULT_TABLES.items()}
    return default | dict.fromkeys(FREE.split(), ("", True))


@dataclass
class Institution:
    """Its licences by code, amendments with their parents, files, vendors, terms and tables."""

    licences: dict[str, Body] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[Body]] = field(default_factory=dict)
    vendors: dict[str, str] = field(default_factory=lambda: {"ACME": "Acme Scholarly Press"})
    terms: dict[str, tuple[str, bool]] = field(default_factory=_terms)
    tables: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            "LicenseTermsPermittedProhibited": dict(PERMITTED),
            "LicenseTermsYesNo": {"YES": "Yes", "NO": "No"},
            "LicenseTermsRenewalType": {"EXPLICIT": "Explicit", "AUTOMATIC": "Automatic"},
            "LicenseTermsUOM": {
                "CALENDARDAY": "Calendar day",
                "BUSINESSDAY": "Business day",
                "WEEK": "Week",
                "MONTH": "Month",
            },
        }
    )
    today: dt.date = dt.date(2026, 11, 21)
    refused_terms: set[str] = field(default_factory=set)

    def put(self, code: str, name: str = "", terms: dict[str, str] | None = None, **members: Any) -> Body:
        """Somebody enters or changes a licence in Alma itself."""
        known = self.licences.get(code) or {
            "code": code,
            "name": name or code,
            "type": _value("LICENSE", TYPES),
            "status": _value("ACTIVE", STATUSES),
            "review_status": _value("ACCEPTED", REVIEWS),
            "creation_date": f"{self.today}Z",
            "note": [{"content": "Signed under the master agreement.", "created_by": "exl_impl"}],
            "administrator": [{"primary_id": "elib01", "email": "eresources@example.edu"}],
        }
        body = {**known, **members, **({"name": name} if name else {})}
        for term, value in (terms or {}).items():
            kept = [one for one in body.get("term", []) if one["code"]["value"] != term]
            body["term"] = [*kept, self._term(term, value)] if value else kept
        body["modification_date"] = f"{self.today}Z"
        self.licences[code] = body
        return body

    def value(self, code: str, term: str) -> str | None:
        """What a licence says of a term."""
        terms = self.licences[code].get("term", [])
        return next((str(one["value"]["value"]) for one in terms if one["code"]["value"] == term), None)

    def _term(self, code: str, value: str) -> Body:
        table = self.tables.get(self.terms.get(code, ("", False))[0], {})
        return {"code": {"value": code, "desc": code}, "value": {"value": value, "desc": table.get(value, value)}}

    def listed(self, query: dict[str, str]) -> Body:
        """A page of the list. Amendments never come with it."""
        since, wanted = query.get("modify_date_from"), query.get("status", "ALL")
        found = [
            code
            for code, body in self.licences.items()
            if code not in self.parents
            and (query.get("type") == "ALL" or body["type"]["value"] == query.get("type", "LICENSE"))
            and (body["status"]["value"] != "DELETED" if wanted == "ALL" else body["status"]["value"] == wanted)
            and (since is None or body["modification_date"].rstrip("Z") > since)
        ]
        offset, limit = int(query.get("offset", "0")), int(query.get("limit", "10"))
        page = [self._given(code) for code in sorted(found)[offset : offset + limit]]
        return {**({"license": page} if page else {}), "total_record_count": len(found)}

    def one(self, code: str, parent: str = "") -> Body:
        """One licence or amendment."""
        if code not in self.licences or self.parents.get(code, "") != parent:
            raise Refusal("403400", f"License with code {code} not found.")
        return copy.deepcopy(self._given(code))

    def _given(self, code: str) -> Body:
        body = {**self.licences[code], "link": f"https://alma.example/almaws/v1/acq/licenses/{code}"}
        if code not in self.parents:
            amendments = sum(parent == code for parent in self.parents.values()) if self.parents else 0
            body["amendments"] = {"value": amendments, "link": f"{body['link']}/amendments"}
            body["resource"] = [{"pid": "61123456780005151", "name": "A collection"}]
        if not body.get("term"):
            body.pop("term", None)
        return body

    def amendments_of(self, code: str) -> Body:
        """The amendments of a licence, as a list."""
        self.one(code)
        found = [self._given(one) for one, parent in sorted(self.parents.items()) if parent == code]
        return {**({"license": found} if found else {}), "total_record_count": len(found)}

    def add(self, body: Body, parent: str = "") -> Body:
        """A new licence or amendment."""
        if parent:
            self.one(parent)
        code = body.get("code")
        if not code:
            raise Refusal("60197", "License code required.")
        if code in self.licences:
            raise Refusal("60198", "License code not unique.")
        self.licences[code] = {**self._valid(body), "creation_date": f"{self.today}Z"}
        if parent:
            self.parents[code] = parent
        return self.one(code, parent)

    def replace(self, code: str, body: Body, parent: str = "") -> Body:
        """Everything is replaced: what is left out is gone."""
        there = self.one(code, parent)
        if body.get("code") != code:
            raise Refusal("60202", "License not updated: the code differs.")
        self.licences[code] = {**self._valid(body), "creation_date": there["creation_date"]}
        return self.one(code, parent)

    def _valid(self, body: Body) -> Body:
        if not body.get("name"):
            raise Refusal("60186", "License name is required.")
        kept = {name: value for name, value in body.items() if name not in ("link", "amendments", "resource")}
        for member, table, code in (
            ("type", TYPES, "60187"),
            ("status", STATUSES, "60188"),
            ("review_status", REVIEWS, "60189"),
            ("licensor", self.vendors, "60190"),
        ):
            if member in body or member != "licensor":
                kept[member] = self._coded(body.get(member), table, code, member)
        for member in ("start_date", "end_date", "signed_date", "second_party_signed_date"):
            if member in body and not _is_day(body[member]):
                raise Refusal("60191", f"License {member} is not valid.")
        if body.get("end_date", "9") < body.get("start_date", "0"):
            raise Refusal("60201", "License end date before start date.")
        return {**kept, "term": self._valid_terms(body.get("term", [])), "modification_date": f"{self.today}Z"}

    def _coded(self, given: Any, table: dict[str, str], code: str, member: str) -> Body:
        if not isinstance(given, dict) or given.get("value") not in table:
            raise Refusal(code, f"License {member} is not valid.")
        return _value(given["value"], table)

    def _valid_terms(self, terms: list[Body]) -> list[Body]:
        found = []
        for one in terms:
            code, value = (one.get(member, {}).get("value", "") for member in ("code", "value"))
            if not code or not value:
                raise Refusal("60194", f"License terms are not valid: {code or 'one'} has no value.")
            table = self.tables.get(self.terms[code][0]) if code in self.terms else None
            if code not in self.terms or code in self.refused_terms or (table and value not in table):
                raise Refusal("60195", f"License terms and types are not valid: {code} does not take {value}.")
            found.append(self._term(code, value))
        if len({one["code"]["value"] for one in found}) != len(found):
            raise Refusal("60194", "License terms are not valid: one is there twice.")
        return found

    def attachments_of(self, code: str, query: dict[str, str]) -> Body:
        """The files of a licence, without their content."""
        self.one(code)
        every = [{k: v for k, v in one.items() if k != "content"} for one in self.files.get(code, [])]
        offset = int(query.get("offset", "0"))
        page = every[offset : offset + int(query.get("limit", "10"))]
        return {**({"attachment": page} if page else {}), "total_record_count": len(every)}

    def attach(self, code: str, body: Body) -> Body:
        """A new file."""
        self.one(code)
        if not body.get("file_name"):
            raise Refusal("60346", "Attachment content without a file name.")
        try:
            content = base64.b64decode(body.get("content", ""), validate=True)
        except binascii.Error:
            raise Refusal("60322", "Attachment content could not be processed.") from None
        if not content or len(content) > MOST_FILE:
            raise Refusal("60345", "Attachment content is too big.")
        made = {**body, "id": str(23_000_000 + sum(map(len, self.files.values()))), "type": "pdf"}
        self.files.setdefault(code, []).append(made)
        return {key: value for key, value in made.items() if key != "content"}

    def table(self, name: str) -> Body:
        """A code table."""
        if name not in self.tables:
            raise Refusal("90101", "Table does not exist.")
        rows = [
            {"code": code, "description": label, "default": "false", "enabled": "true"}
            for code, label in self.tables[name].items()
        ]
        return {"name": name, "description": name, "row": rows}

    def terms_listed(self) -> Body:
        """The terms that licences may have."""
        listed = [{"code": code, "name": code.title(), "otb": shipped} for code, (_, shipped) in self.terms.items()]
        return {"license_term": listed, "total_record_count": len(listed)}


def _is_day(text: str) -> bool:
    try:
        return bool(DATE.fullmatch(text)) and bool(dt.date.fromisoformat(text.rstrip("Z")))
    except ValueError:
        return False


def _value(value: str, table: dict[str, str]) -> Body:
    return {"value": value, "desc": table[value]}
