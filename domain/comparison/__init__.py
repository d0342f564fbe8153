"""What changed between two texts of a licence, clause by clause and word by word. Pure functions."""

from domain.comparison.compare import compare
from domain.comparison.consolidation import Consolidation, NotUnderstood, consolidate
from domain.comparison.frame import frame_of
from domain.comparison.layers import Cause, LaidClause, LaidText, Unclear, lay
from domain.comparison.model import Change, ChangeKind, Comparison, Rename, WordMark
from domain.comparison.quotes import same_words
from domain.comparison.reading_copy import ReadingClause, Standing
from domain.comparison.terms import CarryOver, carry_over

__all__ = [
    "CarryOver",
    "Cause",
    "Change",
    "ChangeKind",
    "Comparison",
    "Consolidation",
    "LaidClause",
    "LaidText",
    "NotUnderstood",
    "ReadingClause",
    "Rename",
    "Standing",
    "Unclear",
    "WordMark",
    "carry_over",
    "compare",
    "consolidate",
    "frame_of",
    "lay",
    "same_words",
]
