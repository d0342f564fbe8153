"""Slow hashing of passwords."""

from __future__ import annotations

import threading

import pytest

from storage.passwords import Argon2Passwords


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords()


def test_a_password_fits_its_own_hash_alone(passwords: Argon2Passwords) -> None:
    hashed = passwords.hash("correct horse battery")
    assert hashed.startswith("$argon2id$")
    assert "correct" not in hashed
    assert passwords.verify("correct horse battery", hashed)
    assert not passwords.verify("correct horse batterz", hashed)


def test_the_same_password_twice_gives_two_hashes(passwords: Argon2Passwords) -> None:
    assert passwords.hash("correct horse") != passwords.hash("correct horse")


@pytest.mark.parametrize("hashed", [None, "", "not a hash", "$argon2id$broken"])
def test_nobody_is_let_in_without_a_whole_hash(passwords: Argon2Passwords, hashed: str | None) -> None:
    assert not passwords.verify("", hashed)
    assert not passwords.verify("correct horse battery", hashed)


def test_many_at_once_all_get_their_answer(passwords: Argon2Passwords) -> None:
    hashed, answers = passwords.hash("a sentence is fine"), list[bool]()
    threads = [
        threading.Thread(target=lambda: answers.append(passwords.verify("a sentence is fine", hashed)))
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 10
