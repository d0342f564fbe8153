"""Accounts of people and tokens of programs."""

from __future__ import annotations

import json

from starlette.responses import Response

from api.deps import AccountId, Admin, Cursor, Desk, Feed, IfMatch, IfNoneMatch, Limit, TokenId
from api.etags import etag_of, is_current, plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of
from api.schemas.accounts import (
    Account,
    AccountChange,
    AccountNew,
    Accounts,
    Me,
    Token,
    TokenMade,
    TokenNew,
    Tokens,
)
from domain.errors import Stale
from domain.identity import Actor
from domain.identity import Token as DomainToken
from domain.ports import Services
from domain.usecases.accounts import accounts, add_account, change_account, create_token, revoke_token, tokens
from domain.usecases.looking_up import one_account, one_token

router = api_router("Accounts and tokens")


@router.get("/me", operation_id="getMe", summary="Who is calling", response_model=Me)
def me(caller: Feed, if_none_match: IfNoneMatch = None) -> Response:
    """The account or token, and its role."""
    return single(Me.of(caller), 1, known=if_none_match)


@router.get("/accounts", operation_id="listAccounts", summary="Everybody's account", response_model=Accounts)
def list_accounts(desk: Desk, caller: Admin, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """By name, closed ones included."""
    page = page_of(
        accounts(desk, caller), lambda one: (one.name.casefold(), one.id), limit=limit, cursor=cursor, name="accounts"
    )
    return plain(Accounts(items=[Account.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/accounts", operation_id="addAccount", summary="An account for somebody", response_model=Account, status_code=201
)
def add(caller: Admin, once: OnceOnly, body: AccountNew) -> Response:
    """409 where the address has an account."""
    return once(lambda s: _added(s, caller, body), body)


def _added(s: Services, caller: Actor, body: AccountNew) -> Response:
    account = add_account(s, caller, body.entered())
    return single(Account.of(account), account.revision, status=201, at=f"/api/v1/accounts/{account.id}")


@router.get("/accounts/{account_id}", operation_id="getAccount", summary="One account", response_model=Account)
def show(desk: Desk, caller: Admin, account_id: AccountId, if_none_match: IfNoneMatch = None) -> Response:
    """Never its password."""
    account = one_account(desk, caller, account_id)
    return single(Account.of(account), account.revision, known=if_none_match)


@router.patch(
    "/accounts/{account_id}", operation_id="changeAccount", summary="Change an account", response_model=Account
)
def change(desk: Desk, caller: Admin, account_id: AccountId, body: AccountChange, if_match: IfMatch) -> Response:
    """A new role or password, or closing it, ends its sessions. The last administrator stays one (409)."""
    there = one_account(desk, caller, account_id)
    seen = seen_revision(if_match, Account.of(there), there.revision)
    account = change_account(desk, caller, account_id, body.entered(), seen=seen)
    return single(Account.of(account), account.revision)


@router.get("/tokens", operation_id="listTokens", summary="Tokens of programs", response_model=Tokens)
def list_tokens(desk: Desk, caller: Admin, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Newest first, revoked ones included; never their secrets."""
    page = page_of(tokens(desk, caller), _newest_first, limit=limit, cursor=cursor, name="tokens")
    return plain(Tokens(items=[Token.of(one) for one in page.items], next_cursor=page.next_cursor))


def _newest_first(token: DomainToken) -> tuple[int, str]:
    return (-int(token.created_at.timestamp() * 1_000_000), token.id)


@router.post(
    "/tokens", operation_id="addToken", summary="A token for a program", response_model=TokenMade, status_code=201
)
def add_token(caller: Admin, once: OnceOnly, body: TokenNew) -> Response:
    """The secret is shown this once. Repeated for an Idempotency-Key the answer has it null, since it is not kept."""
    return once(lambda s: _token_made(s, caller, body), body, keep=_without_secret)


def _token_made(s: Services, caller: Actor, body: TokenNew) -> Response:
    secret, token = create_token(s, caller, body.entered())
    etag = etag_of(Token.of(token).model_dump_json(), _revision(token))
    headers = {"ETag": etag, "Location": f"/api/v1/tokens/{token.id}", "Cache-Control": "no-store"}
    return plain(TokenMade.made(token, secret), 201, headers)


def _without_secret(body: bytes) -> bytes:
    return json.dumps({**json.loads(body), "secret": None}, ensure_ascii=False).encode()


def _revision(token: DomainToken) -> int:
    return 1 if token.revoked_at is None else 2


@router.get("/tokens/{token_id}", operation_id="getToken", summary="One token", response_model=Token)
def show_token(desk: Desk, caller: Admin, token_id: TokenId, if_none_match: IfNoneMatch = None) -> Response:
    """Never its secret."""
    token = one_token(desk, caller, token_id)
    return single(Token.of(token), _revision(token), known=if_none_match)


@router.delete("/tokens/{token_id}", operation_id="revokeToken", summary="Revoke a token", status_code=204)
def revoke(desk: Desk, caller: Admin, token_id: TokenId, if_match: IfMatch) -> Response:
    """From now on it opens nothing; its name stays in the trail and in the list."""
    token = one_token(desk, caller, token_id)
    revision = _revision(token)
    if not is_current(if_match, etag_of(Token.of(token).model_dump_json(), revision)):
        raise Stale("This token has changed since you read it. Read it again.", mine={}, theirs={}, revision=revision)
    revoke_token(desk, caller, token_id)
    return Response(status_code=204)
