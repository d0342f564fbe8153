"""One spelling for words that are written in several ways: British and American, with plain quotes and dashes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Suffixes first to last; each pattern stands for one difference between British and American spelling.
_SHORTEST = 4  # no spelling rule touches a shorter word, such as "our" or "wise"
_SUFFIXES = (
    (re.compile(r"^(\w{2,})is(e|ed|es|er|ers|ing|ation|ations|able)$"), r"\1iz\2"),
    (re.compile(r"^(\w{2,})ys(e|ed|es|ing)$"), r"\1yz\2"),
    (re.compile(r"^(\w{2,})our(s|ed|ing|able|ably|ite|al|ally)?$"), r"\1or\2"),
    (re.compile(r"^(\w{2,}[aeiou])ll(ed|ing|er|ers|ation|ations|able|ment|ments|s)?$"), r"\1l\2"),
    (re.compile(r"^(catal|dial|anal)ogue(s?)$"), r"\1og\2"),
    (re.compile(r"^(\w+)dgement(s?)$"), r"\1dgment\2"),
)
_PAIRS = {
    "licence": "license", "licences": "licenses", "licenced": "licensed", "licencing": "licensing",
    "sublicence": "sublicense", "sublicences": "sublicenses", "defence": "defense", "defences": "defenses",
    "offence": "offense", "offences": "offenses", "pretence": "pretense", "practise": "practice",
    "practised": "practiced", "practising": "practicing", "centre": "center", "centres": "centers",
    "centred": "centered", "theatre": "theater", "theatres": "theaters", "metre": "meter", "metres": "meters",
    "fibre": "fiber", "litre": "liter", "litres": "liters", "programme": "program", "programmes": "programs",
    "artefact": "artifact", "artefacts": "artifacts", "ageing": "aging", "grey": "gray", "whilst": "while",
    "amongst": "among", "towards": "toward", "forwards": "forward", "learnt": "learned", "http": "https",
    "%": "percent", "§": "section",
}  # fmt: skip
_ONES = """
    zero one two three four five six seven eight nine
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {word: value for value, word in enumerate(_ONES.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), start=2)
}
_PLAIN = {"'": "‘’‚‛′`´", '"': "“”„‟″«»", "-": "‐‑‒–—―−\u00ad•·"}
_TYPOGRAPHY = str.maketrans({sign: plain for plain, signs in _PLAIN.items() for sign in signs})


@lru_cache(maxsize=1 << 16)
def spelling_key(word: str) -> str:
    """The word in one spelling: no capitals, American endings, plain quotes and dashes."""
    key = unicodedata.normalize("NFKC", word).casefold().translate(_TYPOGRAPHY)
    if key in _PAIRS:
        return _PAIRS[key]
    if len(key) > _SHORTEST and key.isalpha():
        for pattern, replacement in _SUFFIXES:
            key = pattern.sub(replacement, key)
    return key
