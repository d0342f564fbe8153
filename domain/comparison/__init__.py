"""What changed between two texts of a licence, clause by clause and word by word. Pure functions."""

from domain.comparison.compare import compare
from domain.comparison.model import Change, ChangeKind, Comparison, Rename, WordMark

__all__ = ["Change", "ChangeKind", "Comparison", "Rename", "WordMark", "compare"]
