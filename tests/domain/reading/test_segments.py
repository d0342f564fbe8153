"""Clauses from pages: numbering in every style, joins, furniture, columns."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.page import Page, PageSource, Word
from domain.reading.segments import segment
from tests.domain.reading.typewriter import page, pages, two_columns

AGREEMENT = """\
**1. DEFINITIONS
1.1 In this Licence the following terms have these meanings:
"Authorised User" means a current student or a member of staff of the
Institution who has been given access to its network.
1.2 Headings are for reference only and are not part of this Licence.

**2. PERMITTED USES
2.1 The Institution may:
2.1.1 save parts of the Licensed Material electronically, and print
them as set out in Clause
2.2 below without further charge;
2.1.2 supply a copy to another library; and
(a) by post; or
(b) by fax.
2.2 Nothing in this Licence takes away a right under the Act.
"""


def numbers(*made: Page) -> list[str | None]:
    return [clause.number for clause in segment(made)]


def numbered(*made: Page) -> list[str]:
    return [number for number in numbers(*made) if number]


def test_it_reads_a_tree_of_decimal_numbers_and_letters() -> None:
    assert numbered(page(AGREEMENT)) == [
        "1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2", "2.1.2(a)", "2.1.2(b)", "2.2",
    ]  # fmt: skip


def test_a_list_in_roman_figures_after_h_is_told_from_the_letter_i_by_how_far_in_it_stands() -> None:
    letters = "\n".join(
        f"    {letter}. Support. Licensor will offer {letter} kinds of support." for letter in "abcdefg"
    )
    text = f"""\
5.1 Performance. The Licensor agrees to the following obligations.
{letters}
    h. Completeness. Licensor shall use efforts to ensure that the online content:

            i. is at least as complete as the print versions of the Licensed Materials; and

    i. Withdrawal. Licensor reserves the right to withdraw from the Licensed Materials any item.
    j. Updates. Licensor will provide regular system updates to Licensee.
"""
    assert numbered(page(text))[-4:] == ["5.1(h)", "5.1(h)(i)", "5.1(i)", "5.1(j)"]


def test_recitals_in_letters_do_not_swallow_the_clauses_after_them() -> None:
    recitals = """\
This agreement is made on 3 December 2025 between the Licensor and the Licensee.
(A) The Licensor publishes the journals listed in Schedule 1.
(B) The Licensee wishes to subscribe to them for three years.

**1. Definitions
1.1 In this agreement the words below have the meanings given beside them.
1.2 Headings are for convenience and do not affect the meaning.

**2. Grant of licence
2.1 The Licensor grants to the Licensee a licence that is not exclusive.
"""
    assert numbered(page(recitals)) == ["(A)", "(B)", "1", "1.1", "1.2", "2", "2.1"]


def test_a_cross_reference_at_the_start_of_a_line_is_no_clause() -> None:
    clause = next(clause for clause in segment([page(AGREEMENT)]) if clause.number == "2.1.1")
    assert clause.text.endswith("as set out in Clause 2.2 below without further charge;")


def test_unnumbered_paragraphs_have_no_number_and_belong_to_the_clause_before_them() -> None:
    clauses = segment([page(AGREEMENT)])
    definition = next(clause for clause in clauses if clause.text.startswith('"Authorised User"'))
    assert definition.number is None
    assert next(clause for clause in clauses if clause.id == definition.parent).number == "1.1"


def test_every_character_of_a_clause_is_tied_to_its_line() -> None:
    for clause in segment([page(AGREEMENT)]):
        assert "".join(clause.text[part.start : part.end] for part in clause.fragments) == clause.text
        assert [part.start for part in clause.fragments[1:]] == [part.end for part in clause.fragments[:-1]]


def test_roman_capital_and_plain_numbers_nest() -> None:
    text = """\
**I. RIGHTS

**A. Users
All members of the institution may use the journals.

**B. Permitted
Authorized Users may
1. download one copy of each article for personal use
2. send one copy to a colleague on the campus

**II. COPYRIGHT
The publishers hold the copyright.
"""
    assert numbered(page(text)) == ["I", "I.A", "I.B", "I.B.1", "I.B.2", "II"]


def test_the_letter_i_after_h_is_told_from_a_roman_one() -> None:
    items = "\n".join(f"({letter}) item {letter} of the list that is long enough to be read;" for letter in "abcdefgh")
    text = f"1.1 The Licensor shall:\n{items}\n(i) the ninth item of the list;\n(j) the tenth item of the list.\n"
    assert numbered(page(text))[-2:] == ["1.1(i)", "1.1(j)"]


def test_a_roman_list_inside_the_eighth_letter_is_told_from_the_ninth() -> None:
    items = "\n".join(f"({letter}) item {letter} of the list;" for letter in "abcdefgh")
    inner = "    (i) first part; and\n    (ii) second part."
    text = f"1.1 The Licensor shall:\n{items}\n{inner}\n(i) the ninth item;\n(j) the tenth.\n"
    assert numbered(page(text))[-4:] == ["1.1(h)(i)", "1.1(h)(ii)", "1.1(i)", "1.1(j)"]


def test_numbers_begin_again_in_a_schedule() -> None:
    text = """\
**1. TERM
1.1 This Agreement lasts one year.

**SCHEDULE 3: STANDARDS
1. The Publisher will supply usage statistics.
2. The Publisher will archive the material.
"""
    assert numbered(page(text)) == ["1", "1.1", "Schedule 3", "Schedule 3(1)", "Schedule 3(2)"]


def test_numbers_that_begin_with_the_letter_of_their_section_are_read_with_it() -> None:
    terms = """\
**A. Your rights
A.1 Users may print documents.
A.2 Users may save documents, as clause
A.1 above says of printing.
**B. Limits
B.1 You shall not:
B.1.1 sell any document;
B.1.2 alter any document.

**Schedule C
C.1 The databases are listed here.
C.1.1 Castle Index.
"""
    made = segment([page(terms)])
    assert [clause.number for clause in made if clause.number] == [
        "A", "A.1", "A.2", "B", "B.1", "B.1.1", "B.1.2", "Schedule C", "C.1", "C.1.1",
    ]  # fmt: skip
    by_number = {clause.number: clause for clause in made}
    assert by_number["B.1.2"].parent == by_number["B.1"].id


def test_a_roman_section_holds_the_clauses_numbered_from_it() -> None:
    roman = """\
**I. DEFINITIONS
I.1 User means a student.
I.2 Site means a place.
**II. RIGHTS
II.1 Users may print.
"""
    assert numbered(page(roman)) == ["I", "I.1", "I.2", "II", "II.1"]
    article = """\
**Article IV. Permitted Uses
Section 4.1 Users may print.
Section 4.2 Users may link to the content.
**Article V. Restrictions
Section 5.1 No user may sell the content.
"""
    made = segment([page(article)])
    by_number = {clause.number: clause for clause in made}
    assert list(by_number) == ["IV", "4.1", "4.2", "V", "5.1"]
    assert (by_number["4.2"].parent, by_number["5.1"].parent) == (by_number["IV"].id, by_number["V"].id)


def test_articles_and_sections_are_numbered_by_their_number_alone() -> None:
    text = "**ARTICLE IV LICENCE\n\nSection 4.1 The Licensor grants access.\n\nSection 4.2 Access is by IP address.\n"
    assert numbered(page(text)) == ["IV", "4.1", "4.2"]


def test_headings_numbered_without_a_full_stop_count() -> None:
    text = """\
**1 INTERPRETATION

1.1 Words have their meaning.

**2 DELIVERY AND GRANT OF RIGHTS

2.1 The Licensor grants these rights:

2.1 (a) access to the server;

2.1 (b) printing.
"""
    assert numbered(page(text)) == ["1", "1.1", "2", "2.1", "2.1(a)", "2.1(b)"]


def test_a_year_and_an_amount_at_the_start_of_a_line_are_no_clauses() -> None:
    text = """\
1.1 The fee was agreed by the parties in the month of December
2012. It shall be paid in two parts, the first of which is EUR
12.50 a title and the second as the parties agree in writing.
1.2 Next.
"""
    assert numbered(page(text)) == ["1.1", "1.2"]


def test_titles_that_run_into_their_text_become_headings() -> None:
    clauses = segment([page("3.2 Interlibrary Loan. Licensee may fulfil requests from other libraries.\n")])
    assert clauses[0].heading == "Interlibrary Loan"
    assert clauses[0].text.startswith("Interlibrary Loan. Licensee may")


def test_a_hyphen_at_a_line_end_is_closed_or_kept_as_the_document_writes_the_word() -> None:
    text = "1.1 A non-exclusive licence. The authen-\ntication of users and the non-\nexclusive right are granted.\n"
    assert "The authentication of users and the non-exclusive right" in segment([page(text)])[0].text


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    body = "\n".join(f"line {n} of the text which goes on and on until the page is full" for n in range(30))
    made = pages(
        *(f"Model Licence for Journals\n\n{body}\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n{n}" for n in (1, 2, 3))
    )
    text = " ".join(clause.text for clause in segment(made))
    assert "Model Licence for Journals" not in text
    assert text.endswith("the page is full")


def test_the_rows_of_a_table_are_no_headings() -> None:
    rows = "\n\n".join(f"Journal Of Things       {number}00.00" for number in range(1, 5))
    terms = "The prices are in euro, are paid once a year, and do not\ninclude any tax that may be due.\n" * 4
    made = segment([page(f"**Titles\n\n{rows}\n\n{terms}")])
    assert [clause.text for clause in made if "Journal" in clause.text]
    assert [clause.text for clause in made if clause.heading and "Journal" in clause.text] == []


def test_line_numbers_in_the_margin_are_left_out() -> None:
    lines = [f"{n:>2} the parties agree on matter number {n} of this paper" for n in range(1, 21)]
    text = segment([page("\n".join(lines))])[0].text
    assert text.startswith("the parties agree on matter number 1 of this paper the parties")


def test_two_columns_are_read_one_after_the_other() -> None:
    left = "\n".join(["1.1 The first clause of this licence", *["goes on for line after line of text"] * 12])
    right = "\n".join(["1.2 The second clause of this licence", *["goes on for line after line of text"] * 12])
    clauses = segment([two_columns(left, right)])
    assert [clause.number for clause in clauses] == ["1.1", "1.2"]
    assert "second" not in clauses[0].text


def test_scanned_strokes_are_read_as_the_numbers_they_must_be() -> None:
    text = """\
1.1 First clause of the scanned licence.

l.2 Second clause of it.

1:3 Third clause of it.

14 Fourth clause of it.
"""
    assert numbered(page(text, source=PageSource.OCR)) == ["1.1", "1.2", "1.3", "1.4"]


def test_a_clause_that_runs_over_a_page_knows_both_pages() -> None:
    first = "\n".join(["1.1 The Licensor shall", *["make the material available to the users at"] * 20])
    second = "all times of the day. The last sentence stands here."
    clause = segment(pages(first, second))[0]
    assert (clause.page_start, clause.page_end) == (1, 2)
    assert clause.page_of(clause.text.index("last sentence")) == 2


def test_pages_without_words_give_no_clauses() -> None:
    assert segment([Page(number=1, width=612.0, height=792.0, words=())]) == ()


coordinate = st.floats(min_value=-50, max_value=900, allow_nan=False, width=32)
word = st.builds(
    lambda text, x0, top, width, height: Word(
        text=text, x0=x0, top=top, x1=x0 + width, bottom=top + height, size=height
    ),
    st.text(min_size=1, max_size=12),
    coordinate,
    coordinate,
    st.floats(min_value=0, max_value=200),
    st.floats(min_value=0, max_value=40),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(word, max_size=40), max_size=4), st.sampled_from(PageSource))
def test_any_words_anywhere_give_clauses_whose_text_is_tied_to_the_page(
    made: list[list[Word]], source: PageSource
) -> None:
    strange = [
        Page(number=n, width=612.0, height=792.0, words=tuple(words), source=source)
        for n, words in enumerate(made, start=1)
    ]
    for clause in segment(strange):
        assert "".join(clause.text[part.start : part.end] for part in clause.fragments) == clause.text


label = st.sampled_from(
    [
        "1.",
        "1.1",
        "2",
        "2.3.4",
        "(a)",
        "(i)",
        "iv.",
        "A.",
        "IX.",
        "Schedule 2",
        "Section 3",
        "§ 4",
        "•",
        "99.99",
        "(zz)",
        "Article 1er",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(label, st.text(alphabet="abc XYZ.,;:()", max_size=30)), max_size=40))
def test_numbers_in_any_order_lose_no_text(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{number} word{place} {rest}" for place, (number, rest) in enumerate(lines))
    joined = " ".join(clause.text for clause in segment([page(text)]))
    assert all(f"word{place}" in joined for place in range(len(lines)))


def test_a_clause_that_begins_with_the_clause_of_another_text_keeps_its_own_number() -> None:
    amendment = (
        "1. Clause 3.2 of the Agreement is deleted.\n\n2. Section 4 is replaced by this: No.\n\n3. The rest stays."
    )
    assert numbers(page(amendment)) == ["1", "2", "3"]


def test_a_letter_right_under_the_line_of_a_number_begins_a_list() -> None:
    text = (
        "1) Grant\na) Users may print.\nb) Users may save.\n2) Limits\na) Users may not sell.\nb) Users may not lend."
    )
    assert [clause.number for clause in segment([page(text)])] == ["1", "1(a)", "1(b)", "2", "2(a)", "2(b)"]
