"""The public answers as JSON. docs/public.md describes the shapes; they are a contract with other systems."""

from __future__ import annotations

from typing import Any

from domain.public_answers import Answer
from domain.queries import PageOf, ResourceRow
from domain.usecases.terms import PublicResource


def search_json(found: PageOf[ResourceRow]) -> dict[str, Any]:
    """A page of resources."""
    return {"items": [_resource(resource) for resource in found.items], "next_cursor": found.next_cursor}


def resource_json(found: PublicResource, contact: str | None) -> dict[str, Any]:
    """A resource and its answers."""
    return {
        "resource": _resource(found.resource),
        "also": [_resource(resource) for resource in found.also],
        "answers": [_answer(answer) for answer in found.answers],
        "contact": contact,
        "checked": found.checked.isoformat() if found.checked else None,
    }


def _resource(resource: ResourceRow) -> dict[str, Any]:
    names = ("title", "slug", "url", "issn", "isbn")
    return {name: getattr(resource, name) for name in names}


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "term": answer.term,
        "category": answer.category.value,
        "question": {"en": answer.question_en, "fr": answer.question_fr},
        "answer": answer.kind.value,
        "conditions": answer.conditions,
        "note": answer.note,
        "reason": answer.reason,
        "checked": answer.checked.isoformat() if answer.checked else None,
    }
