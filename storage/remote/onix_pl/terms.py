"""Every term that is no usage: supply, continuing access, payment, and general terms."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element

from domain.effective_terms import EffectiveTerm
from domain.values import STANDINGS, Duration, Permission, Value, ValueType
from domain.vocabulary import TermDefinition
from storage.remote.onix_pl.codes import ERMI_VALUES, HOST_OF, SECTION_OF, SYSTEM, TERM_STATUS, UNDECIDED, UNITS
from storage.remote.onix_pl.elements import add, add_code, annotate, quantify
from storage.remote.onix_pl.quotes import Quotes
from storage.remote.onix_pl.usages import annotate_said
from storage.remote.wording import in_words


def type_of(definition: TermDefinition) -> str:
    """The type of the term that says this: its code, or that of the term which its quantity stands in."""
    code = definition.codes.get(SYSTEM, "")
    return HOST_OF.get(code, code)


def write_term(
    parents: Mapping[str, Element], definition: TermDefinition, term: EffectiveTerm, quotes: Quotes, *, shared: bool
) -> bool:
    """One term in its section; `shared` types are told apart by our label. False where the value has no place."""
    value = term.decision.value
    if value is None:
        return False
    kind = type_of(definition)
    section = SECTION_OF[kind]
    element = add(parents[section], section)
    add_code(element, f"{section}Type", kind)
    status = _status(definition, value)
    if status:
        add_code(element, "TermStatus", status)
    if shared:
        annotate(element, definition.label_en)
    if value == Permission.UNINTERPRETED:
        annotate(element, UNDECIDED, "AmbiguityInLicenseText")
    _say(element, definition, value)
    annotate_said(element, term)
    quotes.link(element, term)
    _quantity(element, section, definition, value)
    return True


def _status(definition: TermDefinition, value: Value) -> str:
    """Said for what is yes or no, or stands alone. A text, a period or a choice of kinds is neither."""
    if not isinstance(value, str):
        return ""
    if value in STANDINGS or definition.value_type in (ValueType.YES_NO, ValueType.PERMISSION):
        return TERM_STATUS[value]
    if definition.value_type is ValueType.PICKLIST and any(one.key == "none" for one in definition.choices):
        return TERM_STATUS["no" if value == "none" else "yes"]
    return ""


def _say(element: Element, definition: TermDefinition, value: Value) -> None:
    """The value as words, where no code and no quantity says it."""
    if isinstance(value, str) and (value in STANDINGS or value == "none"):
        return
    if definition.value_type in (ValueType.YES_NO, ValueType.PERMISSION) or _number(definition, value) is not None:
        return
    words, in_ermi = in_words(definition, value), "ermi" in definition.codes
    if definition.value_type is ValueType.PICKLIST and in_ermi:
        annotate(element, ERMI_VALUES.get(str(value), words), "ERMI:Value")
    elif definition.value_type is ValueType.DECIMAL and type_of(definition) == "PaymentConditions":
        annotate(element, f"{words} %", "PriceIncreaseCap")
    else:
        annotate(element, words, "ERMI:Text" if in_ermi and definition.value_type is ValueType.TEXT else "")


def _number(definition: TermDefinition, value: Value) -> tuple[int, str] | None:
    """A value that is a quantity of the standard's, which takes whole numbers alone, and its unit."""
    if definition.codes.get(SYSTEM) not in HOST_OF:
        return None
    if definition.value_type is ValueType.DURATION and isinstance(value, dict):
        period = Duration.read(value)
        return period.number, UNITS[period.unit]
    if definition.value_type is ValueType.DECIMAL and isinstance(value, str) and value not in STANDINGS:
        percent = Decimal(value)
        return (int(percent), "Percent") if percent == percent.to_integral_value() else None
    return None


def _quantity(element: Element, section: str, definition: TermDefinition, value: Value) -> None:
    number = _number(definition, value)
    if number is not None:
        quantify(element, section, definition.codes[SYSTEM], *number, most=number[1] == "Percent")
