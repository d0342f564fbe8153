"""What changed between two texts of a licence, clause by clause and word by word. Pure functions."""

from domain.comparison.compare import compare
from domain.comparison.consolidation import Consolidation, NotUnderstood, consolidate
from domain.comparison.model import Change, ChangeKind, Comparison, Rename, WordMark
from domain.comparison.reading_copy import ReadingClause, Standing
from domain.comparison.terms import CarryOver, carry_over

__all__ = [
    "CarryOver",
    "Change",
    "ChangeKind",
    "Comparison",
    "Consolidation",
    "NotUnderstood",
    "ReadingClause",
    "Rename",
    "Standing",
    "WordMark",
    "carry_over",
    "compare",
    "consolidate",
]
