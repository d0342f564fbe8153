"""A licence in the forms of other systems that it is handed out in. The names of members are theirs."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.shapes import example

_PROPERTIES = {
    "illElectronic": [
        {
            "value": "Permitted (explicit) under conditions",
            "internal": False,
            "publicNote": "To libraries in Canada only.",
        }
    ],
    "walkInAccess": [{"value": "Yes", "internal": False}],
    "concurrentAccess": [{"value": 20, "internal": True}],
}
_FOLIO = {
    "name": "Meridian Journals Complete",
    "status": "Active",
    "startDate": "2026-01-01",
    "endDate": "2028-12-31",
    "endDateSemantics": "Explicit",
    "type": "Local",
    "localReference": "L-0112",
    "alternateNames": [{"name": "Meridian Complete"}, {"name": "L-0112"}],
    "customProperties": _PROPERTIES,
    "amendments": [
        {
            "name": "Amendment 1",
            "status": "Active",
            "startDate": "2026-07-01",
            "customProperties": {"walkInAccess": [{"value": "Yes", "internal": False}]},
        }
    ],
}


class _Folio(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FolioValue(_Folio):
    """A value of a term. `note` says what a yes or no cannot; it is never an internal note of the desk."""

    value: str | int | float
    internal: bool
    public_note: Annotated[str | None, Field(alias="publicNote")] = None
    note: str | None = None


class FolioName(_Folio):
    """Another name of a licence."""

    name: str


class FolioAmendment(_Folio):
    """An amendment, with the terms that it decides."""

    name: str
    status: str
    start_date: Annotated[str | None, Field(alias="startDate", examples=["2026-07-01"])] = None
    end_date: Annotated[str | None, Field(alias="endDate", examples=["2026-12-31"])] = None
    end_date_semantics: Annotated[str | None, Field(alias="endDateSemantics")] = None
    custom_properties: Annotated[dict[str, list[FolioValue]], Field(alias="customProperties")]


class FolioLicence(FolioAmendment):
    """A licence as FOLIO takes it in `POST /licenses/licenses`; members without a value are left out."""

    type: str
    local_reference: Annotated[str, Field(alias="localReference")]
    alternate_names: Annotated[list[FolioName], Field(alias="alternateNames")]
    amendments: list[FolioAmendment]

    model_config = ConfigDict(extra="forbid") | example(_FOLIO)


ONIX_PL = """\
<?xml version='1.0' encoding='utf-8'?>
<PublicationsLicenseExpression xmlns="http://www.editeur.org/onix-pl" version="1.0">
  …
  <UsageTerms>
    <Usage>
      <UsageType>onixPL:SupplyCopy</UsageType>
      <UsageStatus>onixPL:Permitted</UsageStatus>
      <Annotation>
        <AnnotationType>onixPL:SpecialConditions</AnnotationType>
        <AnnotationText>To libraries in Canada only.</AnnotationText>
      </Annotation>
      <LicenseTextLink href="t1" />
      <User>onixPL:LicenseeLibraryStaff</User>
      <UsedResource>onixPL:LicensedContentPart</UsedResource>
      <UsageMethod>onixPL:ElectronicTransmission</UsageMethod>
      <UsageRelatedAgent>
        <UsageAgentRelator>onixPL:ReceivingAgent</UsageAgentRelator>
        <RelatedAgent>onixPL:ThirdPartyLibrary</RelatedAgent>
      </UsageRelatedAgent>
    </Usage>
  </UsageTerms>
  …
</PublicationsLicenseExpression>
"""
"""An example for the description of the API: the heart of an expression."""
