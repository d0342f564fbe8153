"""Keys of other systems, encrypted at rest (Fernet: AES-128 with an HMAC, and a time nobody looks at)."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken

from domain.errors import Conflict

_NO_KEY = (
    "The desk's own key for the keys of other systems cannot be used. Give LICENCE_DESK_SYNC_KEY as 32 bytes in "
    "URL-safe base64, or leave it out."
)


class Seal:
    """Encrypts and decrypts with one key of our own, which is not in the database."""

    def __init__(self, own_key: bytes) -> None:
        try:
            self._fernet = Fernet(own_key)
        except ValueError:
            raise Conflict(_NO_KEY) from None

    def seal(self, secret: str) -> str:
        """Encrypted, as text."""
        return self._fernet.encrypt(secret.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Raises Conflict where it was sealed with another key of ours."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Conflict(
                "The key of this system cannot be decrypted here any more. Enter it again for this target."
            ) from None


def new_own_key() -> bytes:
    """A key to seal with."""
    return Fernet.generate_key()
