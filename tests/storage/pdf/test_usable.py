"""Whether a text layer is taken at its word, or the page is read from its picture."""

from __future__ import annotations

import pytest

from domain.page import Word
from storage.pdf.usable import is_broken
from tests.material import licence_pdfs, licence_text, material
from tests.storage.pdf.making import CLAUSES

ENGLISH = " ".join(CLAUSES)
FRENCH = """
Les présentes conditions s'appliquent à l'utilisation des documents sous licence par les usagers autorisés. Les
bibliothèques peuvent fournir une copie imprimée d'un article à une autre bibliothèque, par la poste ou par télécopieur,
pour la recherche et l'étude privée. La licence prend fin le 31 décembre 2028 et elle est renouvelée pour des périodes
successives d'une année, sauf avis contraire donné par écrit soixante jours avant sa fin. Le droit applicable est celui
de la province de Québec, et les tribunaux de Montréal sont seuls compétents.
"""
TITLES = (
    "Journal of Applied Physics 0021-8979 Physics of Plasmas 1070-664X Chaos 1054-1500 Low Temperature Physics " * 8
)
RUSSIAN = "Лицензиат может предоставить одну печатную копию статьи другой библиотеке для целей исследования " * 10


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(text=word, x0=0, top=0, x1=1, bottom=1) for word in text.split())


def shifted(text: str, by: int) -> str:
    """Each letter as the one so many places on, as fonts without a Unicode table come out."""
    return "".join(letter if letter.isspace() else chr(max(33, ord(letter) + by)) for letter in text)


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, TITLES, RUSSIAN, ENGLISH.upper(), "", "1 2 3"])
def test_it_believes_text_that_says_something(text: str) -> None:
    assert not is_broken(words(text))


@pytest.mark.parametrize("by", [-29, -3, 1, 2, 29, 31])
def test_it_does_not_believe_letters_exchanged_for_others(by: int) -> None:
    assert is_broken(words(shifted(ENGLISH, by)))


@pytest.mark.parametrize("letters", ["(cid:34)(cid:57)(cid:3)", "\ue034\ue0e4\ue021", "��"])
def test_it_does_not_believe_glyphs_that_stand_for_no_letter(letters: str) -> None:
    assert is_broken(words(f"{letters} {letters} and a word"))


def test_a_few_odd_signs_do_not_make_a_page_unreadable() -> None:
    assert not is_broken(words(ENGLISH + " \ue034 �"))


@material
@pytest.mark.parametrize("text", [licence_text(pdf) for pdf in licence_pdfs()], ids=[p.name for p in licence_pdfs()])
def test_it_believes_every_real_licence_and_none_with_letters_exchanged(text: str) -> None:
    lines = text.splitlines()
    for start in range(0, len(lines) - 40, 40):
        page = "\n".join(lines[start : start + 40])
        assert not is_broken(words(page))
        assert is_broken(words(shifted(page, -29)))
