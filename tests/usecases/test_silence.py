"""Silence is offered only where it means something: on agreements, and once for all documents of a version."""

from __future__ import annotations

from pathlib import Path

from domain.identity import Actor
from domain.ports import Services
from domain.readings import StoredSuggestion
from domain.usecases.documents import Upload, add_document
from domain.usecases.licences import add_licence
from domain.usecases.versions import add_version, circumstances
from domain.usecases.work import work_one
from domain.version import Version

DEMO = Path(__file__).parents[2] / "api" / "demo" / "pdf"


def version_with(s: Services, actor: Actor, kind: str, *names: str) -> Version:
    licence = add_licence(s, actor, {"title": "Journals Complete"})
    version = add_version(s, actor, licence.id, {"kind": kind, "label": "One"})
    for name in names:
        with (DEMO / name).open("rb") as content:
            add_document(s, actor, version.id, Upload(filename=name, content=content))
    while work_one(s, "test"):
        pass
    return version


def offered(s: Services, version: Version) -> tuple[StoredSuggestion, ...]:
    with s.reading_only() as uow:
        found = uow.readings.suggestions(version.id)
        assert circumstances(s, uow, version).open_suggestions == len(found)
        assert uow.queries.review_counts(version.licence_id)[version.id]["open"] == len(found)
    return found


def silent(found: tuple[StoredSuggestion, ...]) -> list[str]:
    return [one.suggestion.term for one in found if one.suggestion.value == "silent"]


def test_what_an_amendment_is_silent_about_is_nobodys_task(services: Services, editor: Actor) -> None:
    found = offered(services, version_with(services, editor, "amendment", "meridian-amendment-1.pdf"))
    assert found
    assert silent(found) == []


def test_the_silence_of_one_document_means_nothing_where_another_speaks(services: Services, editor: Actor) -> None:
    names = ("meridian-2026.pdf", "meridian-amendment-1.pdf")
    alone = offered(services, version_with(services, editor, "agreement", names[0]))
    both = offered(services, version_with(services, editor, "agreement", *names))
    assert silent(alone)
    assert set(silent(both)) <= set(silent(alone))
    assert len(silent(both)) == len(set(silent(both)))
    spoken = {one.suggestion.term for one in both} - set(silent(both))
    assert not spoken & set(silent(both))
