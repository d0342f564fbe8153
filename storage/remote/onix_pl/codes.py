"""The codes of ONIX-PL that are written here (Issue 7 of 2016), without their prefix.

Only codes that stand in the standard are ever written, whatever a library put into its vocabulary, because the file
would not be valid with any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.licence import LicenceStatus, OrganisationRole, RenewalKind
from domain.values import Permission, Unit

NAMESPACE = "http://www.editeur.org/onix-pl"
SYSTEM = "onix_pl"
PREFIX = "onixPL:"

USAGE_STATUS: Mapping[str, str] = {
    Permission.PERMITTED_EXPLICIT: "Permitted",
    Permission.PERMITTED_INTERPRETED: "InterpretedAsPermitted",
    Permission.PROHIBITED_EXPLICIT: "Prohibited",
    Permission.PROHIBITED_INTERPRETED: "InterpretedAsProhibited",
    Permission.SILENT: "SilentUninterpreted",
    Permission.NOT_APPLICABLE: "NotApplicable",
}
TERM_STATUS: Mapping[str, str] = {
    "yes": "Yes",
    "no": "No",
    Permission.PERMITTED_EXPLICIT: "ExplicitYes",
    Permission.PERMITTED_INTERPRETED: "InterpretedYes",
    Permission.PROHIBITED_EXPLICIT: "ExplicitNo",
    Permission.PROHIBITED_INTERPRETED: "InterpretedNo",
    Permission.SILENT: "Silent",
    Permission.UNINTERPRETED: "Uncertain",
    Permission.NOT_APPLICABLE: "NotApplicable",
}
LICENSE_STATUS: Mapping[LicenceStatus, str] = {
    LicenceStatus.IN_NEGOTIATION: "ProposedLicense",
    LicenceStatus.ACTIVE: "ActiveLicense",
    LicenceStatus.EXPIRED: "NoLongerActive",
    LicenceStatus.TERMINATED: "NoLongerActive",
    LicenceStatus.RETIRED: "NoLongerActive",
}
"""A licence that is signed and not yet active is none of these, so nothing is said of it."""
RENEWAL: Mapping[RenewalKind, str] = {
    RenewalKind.EXPLICIT: "Explicit",
    RenewalKind.AUTOMATIC: "Automatic",
    RenewalKind.PERPETUAL: "Perpetual",
}
AGENTS: Mapping[OrganisationRole, str] = {
    OrganisationRole.LICENSOR: "Licensor",
    OrganisationRole.LICENSEE: "Licensee",
    OrganisationRole.CONSORTIUM: "LicenseeConsortium",
    OrganisationRole.AGENT: "LicensingAgent",
}
UNITS: Mapping[Unit, str] = {
    Unit.CALENDAR_DAY: "Days",
    Unit.BUSINESS_DAY: "WorkingDays",
    Unit.WEEK: "Weeks",
    Unit.MONTH: "Months",
    Unit.YEAR: "Years",
}


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


USAGES = _codes(
    "Access AccessByRobot AccessByStreaming Copy Deposit DepositInPerpetuity DisableOrOverrideProtection Include "
    "MakeAvailable MakeAvailableByStreaming MakeDerivedWork MakeDigitalCopy MakeTemporaryDigitalCopy Modify Perform "
    "Photocopy PrintCopy ProvideIntegratedAccess ProvideIntegratedIndex Reformat RemoveObscureOrModify Sell SupplyCopy "
    "SystematicallyCopy Use UseForDataMining"
)
_SECTIONS = {
    "SupplyTerm": "UsageStatistics ComplianceWithAccessibilityStandards ServicePerformanceGuarantee ServicePerformance "
    "MetadataSupply ContentWarranty ContentDelivery LicenseeOpenAccessContent ChangesToLicensedContent",
    "ContinuingAccessTerm": "PostCancellationOnlineAccess PostCancellationFileSupply PreservationInDarkArchive "
    "NotificationOfDarkArchive",
    "PaymentTerm": "OpenAccessOffset PaymentConditions",
    "GeneralTerm": "Amendment Assignment ClickThroughOverride ConfidentialityOfAgreement ConfidentialityOfUserData "
    "DisputeResolution EntireAgreement ForceMajeure FundingContingency GoverningLaw IndemnityAgainstBreach "
    "Jurisdiction LicenseeIndemnity LicenseeTerminationRight LicensorIndemnity LicensorIntellectualPropertyWarranty "
    "LicensorTerminationRight LimitationOfLiability NotificationOfMisuse Renewal StatutoryRightsAffirmation "
    "TermOfAgreement TerminationByBankruptcy TerminationByBreach TerminationByNotice",
}
SECTION_OF: Mapping[str, str] = {code: section for section, codes in _SECTIONS.items() for code in codes.split()}
"""Which element says a term of a type."""
SECTIONS = tuple(_SECTIONS)
"""In the order in which they follow the usages."""

CONCURRENT_USERS = "NumberOfConcurrentUsers"
AUTHORISED_USER = "AuthorizedUser"
HOST_OF: Mapping[str, str] = {
    "NoticePeriodForNonRenewal": "Renewal",
    "NoticePeriodForTermination": "TerminationByNotice",
    "PeriodForCureOfBreach": "TerminationByBreach",
    "RenewalPeriod": "Renewal",
    "PriceIncreaseCapDuringTerm": "PaymentConditions",
    "PriceIncreaseCapOnRenewal": "PaymentConditions",
}
"""Quantities, and the type of the term that each stands in."""

MODIFIERS: Mapping[str, frozenset[str]] = {
    "user": _codes(
        "AuthorizedUser WalkInUser Licensee LicenseeLibrary LicenseeLibraryStaff LicenseeStudent LicenseeFaculty "
        "LicenseeStaff LicenseeResearcher LicenseeRetiredStaff LicenseeAlumnus LicenseeDistanceLearningStudent "
        "LicenseeContractor ThirdParty"
    ),
    "receiver": _codes(
        "ThirdParty ThirdPartyAcademic ThirdPartyLibrary ThirdPartyNonCommercialLibrary ThirdPartyOrganization "
        "ThirdPartyPerson"
    ),
    "method": _codes(
        "ElectronicTransmission Fax HardCopySupply Post PublicNetwork SecureElectronicDelivery "
        "SecureElectronicDeliveryOfPaperCopy SecureElectronicTransmission"
    ),
    "target": _codes(
        "CoursePackElectronic CoursePackPrinted CourseReserveElectronic CourseReservePrinted "
        "DigitalInstructionalMaterial PrintedInstructionalMaterial LicenseeWebsite"
    ),
    "resource": _codes(
        "AuthoredContent CompleteArticle CompleteBook CompleteIssue DataMiningResults DerivedWork LicensedContent "
        "LicensedContentBriefExcerpt LicensedContentMetadata LicensedContentPart LinkToLicensedContent"
    ),
    "purpose": _codes(
        "AcademicUse AdministrativeUse CommercialUse NonCommercialUse PersonalUse ProfessionalUse ResearchUse"
    ),
    "place": _codes("CountryOfLicensee LicenseePremises OutsideCountryOfLicensee RemoteLocation"),
}
"""What may tell apart two usages of one type, by the end of its name among the vocabulary's codes."""
PARTS = frozenset({"SupplyCopy", "Include", "MakeDigitalCopy", "PrintCopy"})
"""Usages of a part of the content where nothing else is said; all others are of the content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """What belongs to a term's usage in real files beside the codes of the vocabulary."""

    user: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    place: tuple[str, ...] = ()


_BY_LIBRARIES = Further(user=("LicenseeLibraryStaff",), receiver=("ThirdPartyLibrary",))
FURTHER: Mapping[str, Further] = {
    "ill_electronic": _BY_LIBRARIES,
    "ill_secure_transmission": Further(
        user=_BY_LIBRARIES.user, receiver=_BY_LIBRARIES.receiver, method=("SecureElectronicDeliveryOfPaperCopy",)
    ),
    "ill_print_fax": Further(
        user=_BY_LIBRARIES.user, receiver=_BY_LIBRARIES.receiver, method=("Fax", "HardCopySupply")
    ),
    "scholarly_sharing": Further(purpose=("AcademicUse",)),
    "walk_in_access": Further(place=("LicenseePremises",)),
}

ERMI_VALUES: Mapping[str, str] = {
    "general": "General",
    "ip_only": "IP only",
    "other": "Other",
    "all": "All",
    "financial_only": "Financial only",
    "all_but_user_terms": "All but user terms",
    "explicit": "Explicit",
    "automatic": "Automatic",
}
"""Choices as ERMI calls them; others keep their label."""
UNDECIDED = "Looked at; it cannot be decided what the words mean."
