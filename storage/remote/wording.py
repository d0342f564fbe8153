"""Values in English words, for fields of other systems that take any text."""

from __future__ import annotations

from domain.values import Value
from domain.vocabulary import TermDefinition


def in_words(definition: TermDefinition, value: Value) -> str:
    """Any other value as text: the label of a choice, `60 calendar days`, `1200 CAD`."""
    if isinstance(value, dict):
        if "unit" in value:
            unit = str(value["unit"]).replace("_", " ")
            return f"{value['number']} {unit}{'' if value['number'] == 1 else 's'}"
        return f"{value['amount']} {value['currency']}"
    labels = {choice.key: choice.label_en for choice in definition.choices}
    if isinstance(value, list):
        return "; ".join(labels.get(item, item) for item in value)
    text = labels.get(str(value), str(value))
    return text.capitalize() if text in ("yes", "no", "unlimited") else text
