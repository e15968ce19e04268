"""The tables of this floor, gathered for Django; each is defined beside the statements about it."""

from giuloi.records.access.account_rows import RecoveryCodeRow, StaffAccount
from giuloi.records.access.alert_addresses import AlertAddress
from giuloi.records.access.codes import CodeRow
from giuloi.records.access.key_rates import KeyMinute
from giuloi.records.access.limits import LimitRow
from giuloi.records.access.passkey_challenges import ChallengeRow
from giuloi.records.access.passkeys import PasskeyRow
from giuloi.records.access.preference_links import PreferenceLink
from giuloi.records.access.repeats import Repeat
from giuloi.records.access.sessions import SessionRow
from giuloi.records.access.visits import Visit
from giuloi.records.cases import Case, CaseRecord
from giuloi.records.consents import ConsentNow, ConsentRecord, ConsentWording
from giuloi.records.corrections import CorrectionRow
from giuloi.records.credentials import ApiKey, Staff
from giuloi.records.do_not_contact import DoNotContact, NotContacted
from giuloi.records.happenings import Happening
from giuloi.records.holds import Hold
from giuloi.records.notices import Notice
from giuloi.records.partner_names import PartnerName
from giuloi.records.published import PublishedPolicy
from giuloi.records.recipients import Recipient, RecipientAgreement, RecipientChange
from giuloi.records.request_steps import RequestStep
from giuloi.records.requests import CustomerRequest
from giuloi.records.rota import DayOff, DepartmentHead, Duty, WeeklyDuty
from giuloi.records.set_aside import SetAsideRow
from giuloi.records.subjects import Subject
from giuloi.records.uses.pending import PendingUse
from giuloi.records.uses.reserved import ReservedUse
from giuloi.records.uses.tally import UseTally
from giuloi.records.uses.trail import UseCounter, UseLookup, UsePlace, UseProgress
from giuloi.records.vault import VaultRow

__all__ = [
    "AlertAddress",
    "ApiKey",
    "Case",
    "CaseRecord",
    "ChallengeRow",
    "CodeRow",
    "ConsentNow",
    "ConsentRecord",
    "ConsentWording",
    "CorrectionRow",
    "CustomerRequest",
    "DayOff",
    "DepartmentHead",
    "DoNotContact",
    "Duty",
    "Happening",
    "Hold",
    "KeyMinute",
    "LimitRow",
    "NotContacted",
    "Notice",
    "PartnerName",
    "PasskeyRow",
    "PendingUse",
    "PreferenceLink",
    "PublishedPolicy",
    "Recipient",
    "RecipientAgreement",
    "RecipientChange",
    "RecoveryCodeRow",
    "Repeat",
    "RequestStep",
    "ReservedUse",
    "SessionRow",
    "SetAsideRow",
    "Staff",
    "StaffAccount",
    "Subject",
    "UseCounter",
    "UseLookup",
    "UsePlace",
    "UseProgress",
    "UseTally",
    "VaultRow",
    "Visit",
    "WeeklyDuty",
]
