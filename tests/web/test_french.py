"""Everything that a page can say is there in French, the sentences of the rules and the adapters too."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

import domain
import storage
from domain.version import Circumstances, Version, VersionFields, VersionKind, VersionState, readiness
from tests.web.library import Library, text_of
from web import answers, badges, chrome, words
from web.contexts import happenings, review_news, sure, sync_words
from web.environment import TEMPLATES, environment
from web.translation import translator

WEB = TEMPLATES.parent
TEMPLATE_NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
MODULES = sorted(path.relative_to(WEB).as_posix() for path in WEB.rglob("*.py"))
TABLES = (words.CATEGORIES, words.SCOPES, words.RENEWALS, words.ROLES, words.KINDS, words.DOCUMENT_ROLES, words.UNITS)
FRENCH = translator("fr")
# What nobody meets on a page: the terminal, the files of other systems, wordings of OUR, words kept in the record.
ASIDE = re.compile(
    r"storage/(backup|copy_form|migrate|engine|verify|trail_check)\.py|storage/tables/"
    r"|storage/remote/(folio|onix_pl)/|storage/remote/alma/payloads\.py|storage/remote/(plain_xml|sealing)\.py"
    r"|domain/our_answers\.py|domain/reading/rules\.py|domain/spreadsheets/answers\.py"
    r"|web/settings\.py"
)
# Written into the record as they stand, in the words of the record, or told to programs alone.
KEPT_AS_WRITTEN = re.compile(
    r"(Imported from|Taken over from|Made by an import of) .*|A later reading says the same\."
    r"|A request with this Idempotency-Key .*|This reading has been kept already\.|The job is gone\."
    r"|The file cannot be opened\. .*|This unit of work .*|A moment without a time zone .*"
    r"|Name the record by its tag\.|That did not work\. .*"
)


NO_WAY = "Une version dont l’état est « en vigueur » ne peut passer à « projet » : rien ne suit cet état."


def is_known(text: str) -> bool:
    return text in FRENCH.texts or text in FRENCH.plurals


def said_in_template(name: str) -> Iterator[str]:
    """The English sentences that a template gives to `t` and `t.plural`."""
    tree = environment("en").parse((TEMPLATES / name).read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        called = call.node.node if isinstance(call.node, nodes.Getattr) else call.node
        if isinstance(called, nodes.Name) and called.name == "t" and call.args:
            yield from _constants(call.args[0])


def _constants(given: nodes.Node) -> list[str]:
    if isinstance(given, nodes.CondExpr):
        return _constants(given.expr1) + (_constants(given.expr2) if given.expr2 else [])
    if isinstance(given, nodes.Or):
        return _constants(given.left) + _constants(given.right)
    return [given.value] if isinstance(given, nodes.Const) else []


def said_in_python(path: Path) -> Iterator[str]:
    """The English sentences that a module gives to a translator, whichever way it came by one."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and call.args and _is_translator(call.func):
            yield from _texts(call.args[0])


def _is_translator(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr == "t" or (called.attr == "plural" and _is_translator(called.value))
    if isinstance(called, ast.Call):
        return isinstance(called.func, ast.Name) and called.func.id == "words"
    return isinstance(called, ast.Name) and called.id == "t"


def _texts(given: ast.expr) -> list[str]:
    if isinstance(given, ast.IfExp):
        return _texts(given.body) + _texts(given.orelse)
    if isinstance(given, ast.BoolOp):
        return [text for value in given.values for text in _texts(value)]
    return [given.value] if isinstance(given, ast.Constant) and isinstance(given.value, str) else []


def sentences(path: Path) -> Iterator[str]:
    """Whole sentences that stand in a module, docstrings aside; what is filled in stands as its name in braces."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inner |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner |= {id(each) for node in ast.walk(tree) for each in _looked_at_elsewhere(node)}
    for node in ast.walk(tree):
        text = _literal(node) if id(node) not in inner else ""
        if re.fullmatch(r"[A-Z].* .*[.?…]", text, re.DOTALL):
            yield text


def _looked_at_elsewhere(node: ast.AST) -> list[ast.expr]:
    """What is said to a translator, and the forms of a plural whose singular has its French."""
    if isinstance(node, ast.Call) and _is_translator(node.func):
        return node.args
    plural = isinstance(node, ast.Tuple) and node.elts and _literal(node.elts[0]) in FRENCH.plurals
    return node.elts if isinstance(node, ast.Tuple) and plural else []


def _literal(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_literal(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return f"{{{re.split(r'[^a-z_]+', ast.unparse(node.value).strip('()'))[0] or 'value'}}}"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def untold(path: Path) -> list[str]:
    """Sentences of a module that a French page would show in English."""
    found = [text for text in sentences(path) if not is_known(text)]
    said = {text: re.sub(r"{\w+}", "17", text) for text in found}
    return [text for text in found if FRENCH(said[text]) == said[text] and not KEPT_AS_WRITTEN.fullmatch(text)]


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_says_nothing_that_has_no_french(name: str) -> None:
    assert [text for text in said_in_template(name) if not is_known(text)] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_of_the_pages_says_nothing_that_has_no_french(name: str) -> None:
    assert [text for text in said_in_python(WEB / name) if not is_known(text)] == []


@pytest.mark.parametrize("package", [domain, storage, chrome], ids=["domain", "storage", "web"])
def test_every_sentence_of_an_error_has_its_french(package: object) -> None:
    folder = Path(str(getattr(package, "__file__", ""))).parent
    known = {path: path.relative_to(folder.parent).as_posix() for path in folder.rglob("*.py")}

    missing = {name: left for path, name in known.items() if not ASIDE.match(name) and (left := untold(path))}

    assert missing == {}


def test_the_check_itself_finds_such_sentences(tmp_path: Path) -> None:
    module = tmp_path / "rules.py"
    module.write_text(
        '"""A docstring. Not shown."""\nsaid = f"Take {least} of them, please."\nt(words if x else "No.")'
    )

    assert untold(module) == ["Take {least} of them, please."]
    assert list(said_in_python(module)) == ["No."]


def test_words_kept_in_tables_have_their_french() -> None:
    said = [word for table in (*TABLES, words.STEPS) for word in table.values()]
    said += [*happenings._SENTENCES.values(), *happenings._FIELDS.values()]
    said += [*sure.REASONS.values(), *review_news._SENTENCES.values()]
    of_sync = (
        sync_words.FIELDS,
        sync_words.LOSSES,
        sync_words.OUTCOMES,
        sync_words.PLANS,
        sync_words.ITEMS,
        sync_words.KINDS,
    )
    said += [word for table in of_sync for word in table.values() if word]
    found = [*badges._PERMISSIONS.values(), *badges._STATUSES.values(), *badges._ANSWERS.values()]
    said += [badge.word for badge in (badges.UNREVIEWED, *found)] + [one for one, _ in badges._UNITS.values()]
    said += [item.label for item in chrome.NAVIGATION] + [answer.heading for answer in answers.ANSWERS.values()]

    assert [word for word in said if not is_known(word)] == []


def test_a_term_is_called_by_one_word_which_is_not_that_of_a_clause() -> None:
    pairs = [*FRENCH.texts.items(), *((one, form) for one, forms in FRENCH.plurals.items() for form in forms)]

    wrong = [french for english, french in pairs if "clause" in french.lower() and "clause" not in english.lower()]

    assert wrong == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Shorten this to 60 characters; it has 75.", "Raccourcissez à 60 caractères; il y en a 75."),
        ("A version that is in force cannot become draft: nothing follows this state.", NO_WAY),
        ("There is no term “a {b} c” in the vocabulary.", "Il n’y a pas de modalité « a {b} c » dans le vocabulaire."),
        ("A sentence that nobody wrote.", "A sentence that nobody wrote."),
    ],
)
def test_a_sentence_that_comes_filled_in_is_known_by_its_words(english: str, french: str) -> None:
    assert FRENCH(english).replace("\u00a0", " ") == french
    assert translator("en")(english) == english


def test_what_stands_in_the_way_of_a_version_is_said_in_french() -> None:
    around = Circumstances(signed_documents=0, readings_running=1, open_suggestions=1, unapproved=2)
    fields = VersionFields(kind=VersionKind.AGREEMENT, label="2026")
    at = dt.datetime(2026, 9, 14, tzinfo=dt.UTC)
    version = Version(id="v", licence_id="l", state=VersionState.IN_REVIEW, fields=fields, created_at=at, updated_at=at)

    ready = readiness(version, VersionState.IN_FORCE, around)

    said = [*ready.blockers, *ready.doubts]
    assert len(said) == 5
    assert [text for text in said if FRENCH(text) == text] == []


def test_a_record_speaks_french_throughout(library: Library) -> None:
    said = text_of(library.desk.viewer.get(f"/licences/{library.journals}?lang=fr").text)

    assert "En vigueur" in said
    assert "Préavis au plus tard le" in said
    assert "Prêt entre bibliothèques" in said
    assert "Ada Min a mis Amendment 1 de cette licence en vigueur" in said


def test_mistakes_in_a_form_are_told_in_french_at_the_field_and_above(library: Library) -> None:
    sent = {"title": "", "start_date": "2026-02-30", "end_date": "2026-01-01"}
    page = text_of(library.desk.editor.post("/licences/new?lang=fr", sent).text)

    assert page.count("Donnez un titre à la licence.") == 2
    assert page.count("Donnez une date qui existe, en année-mois-jour, par exemple 2026-10-31.") == 2
    assert "Give " not in page


def test_a_refusal_is_told_in_french(library: Library) -> None:
    answer = library.desk.viewer.get("/people?lang=fr")

    assert answer.status_code == 403
    assert "Votre compte ne peut faire cela : il faut le rôle « administration »" in answer.text.replace("\u00a0", " ")
