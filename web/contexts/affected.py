"""What a change would affect, as lines above its form."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from domain.affected import AccountUse, TermUse
from web.translation import Translator


@dataclass(frozen=True, slots=True)
class Affects:
    """One thing that a change affects; `href` shows it."""

    sentence: str
    href: str | None = None


def affected_by(t: Translator, key: str, use: TermUse) -> tuple[Affects, ...]:
    """What a change of a term affects, in words; nothing where it is not used."""
    lines = (
        (use.versions, Affects(_versions(t, use.versions))),
        (use.licences, Affects(_licences(t, use.licences), _list(key, "*"))),
        (use.silent, Affects(_silent(t, use.silent), _list(key, "silent"))),
        (use.resources, Affects(_resources(t, use.resources))),
        (use.suggestions, Affects(_suggestions(t, use.suggestions))),
        (use.systems, Affects(t("It has a code in {systems}", systems=", ".join(use.systems)), "/sync")),
        (use.views, Affects(t("Saved views name it: {views}", views=", ".join(use.views)), "/views")),
    )
    return tuple(line for count, line in lines if count)


def _list(key: str, value: str) -> str:
    return f"/licences?{urlencode({'status': 'any', 'term': key, 'value': value})}"


def _versions(t: Translator, count: int) -> str:
    return t.plural(
        "{count} version decides it and stays readable", "{count} versions decide it and stay readable", count
    )


def _licences(t: Translator, count: int) -> str:
    return t.plural("{count} licence has it in force today", "{count} licences have it in force today", count)


def _silent(t: Translator, count: int) -> str:
    return t.plural("{count} of them is silent", "{count} of them are silent", count)


def _resources(t: Translator, count: int) -> str:
    return t.plural(
        "On the public page of {count} resource readers are told of it",
        "On the public pages of {count} resources readers are told of it",
        count,
    )


def _suggestions(t: Translator, count: int) -> str:
    return t.plural("{count} suggestion waits in reviews", "{count} suggestions wait in reviews", count)


def hanging_on(t: Translator, account_id: str, use: AccountUse) -> tuple[Affects, ...]:
    """What hangs on an account, in words."""
    licences = t.plural("Looks after {count} licence", "Looks after {count} licences", use.licences)
    tasks = t.plural("{count} task waits for this person", "{count} tasks wait for this person", use.tasks)
    sessions = t.plural(
        "Is signed in on {count} browser, which ends", "Is signed in on {count} browsers, which ends", use.sessions
    )
    tokens = t.plural("Made {count} token, which goes on", "Made {count} tokens, which go on", use.tokens)
    lines = (
        (use.licences, Affects(licences, f"/licences?status=any&owner={account_id}")),
        (use.tasks, Affects(tasks)),
        (use.sessions, Affects(sessions)),
        (use.tokens, Affects(tokens, "/tokens")),
        (use.has_calendar, Affects(t("Has a calendar address, which opens nothing while the account is closed"))),
    )
    return tuple(line for count, line in lines if count)
