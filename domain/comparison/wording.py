"""Turns of phrase that say the same: lawyers' English and plain English.

Only what is interchangeable in any licence stands here. Never a modal verb or a negation, never a word for an amount or
a time, and never words that may name different duties, such as "best efforts" and "reasonable efforts".
"""

from __future__ import annotations

from domain.comparison.phrases import Phrase, Phrases
from domain.comparison.spelling import spelling_key
from domain.comparison.words import ARTICLES

# Each line says the same throughout; the first phrase is put for all others. "~" stands for no words at all.
_SAME = """
except as | save as
except for | save for
except where | save where
except to | save to
except that | save that
except as provided | except as otherwise provided | except where this license states otherwise
except as provided | except as otherwise provided in this license | except as otherwise stated in this license
except as provided | except as otherwise provided in this agreement | except as otherwise stated in this agreement
except as provided | except where this agreement states otherwise | unless otherwise provided | save as provided
shall survive | will continue to apply after | shall continue to apply after | shall continue in force after
any third party | anyone else | any other person
before | prior to | in advance of | previous to
after | subsequent to
if | in the event that | in case | in the case that
in case of | in the event of | in the case of
under | pursuant to | in accordance with | according to | as per
about | regarding | concerning | relating to | in relation to | with respect to | with regard to | in respect of
for | for the purpose of | for the purposes of
to | in order to | so as to
start | commence | begin | commencement | beginning
starts | commences | begins
efforts | endeavours
use | utilise
uses | utilises
allow | permit
allows | permits
allowed | permitted
alter | modify
altered | modified
give | issue | furnish
get | obtain
got | obtained
tell | inform | notify
free of charge | without charge | at no charge
disclose | divulge | reveal
in this license | contained in this license
in this agreement | contained in this agreement
set out in | set forth in | specified in | as set out in
because of | due to | by reason of
during | in the course of
regularly | on a regular basis
internet | world wide web | internet and the world wide web
via | by means of | by way of
~ | for the avoidance of doubt
including | including without limitation | including but not limited to | including without limitation to
percent | per cent
"""


def _read(lines: str) -> dict[Phrase, Phrase]:
    """Articles are left out, as they are from the words that the phrases are looked for in."""
    found: dict[Phrase, Phrase] = {}
    for line in lines.strip().splitlines():
        first, *others = [tuple(spelling_key(word) for word in phrase.split()) for phrase in line.split("|")]
        found |= {_bare(other): () if first == ("~",) else _bare(first) for other in others}
    return found


def _bare(phrase: Phrase) -> Phrase:
    return tuple(word for word in phrase if word not in ARTICLES)


SAME_WORDING = Phrases(_read(_SAME))
