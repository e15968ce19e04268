"""The measures of clause IV.2 and the others that `[require.…]` names, looked at: on or not, by which evidence.

Only what code can look at is here; a measure without a look is shown as not kept yet, whatever people say of
it. Nothing is opened for it, and no evidence says anything about a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from giuloi.core.crypto.blind_index import SIZE as MARK_SIZE
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.conformance import weakest
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import LegalBasis
from giuloi.records.access.second_factors import sign_in_at
from giuloi.records.countdown import LEVELS
from giuloi.records.database import IDS, dialect, id_list, rows
from giuloi.records.do_not_contact import KEY as DO_NOT_CONTACT
from giuloi.records.keyring import keyring
from giuloi.records.measures_of_authorities import authority_release
from giuloi.records.measures_of_erasing import erasure
from giuloi.records.measures_of_orders import open_orders_settled, untrue_information
from giuloi.records.measures_of_versions import old_versions
from giuloi.records.places import places
from giuloi.records.published import current
from giuloi.records.request_promise import clock_of
from giuloi.records.requests import OPEN, CustomerRequest
from giuloi.records.selfcheck import sequencer_keeps_up
from giuloi.records.uses import pending
from giuloi.records.uses.head import log_key, newest_head
from giuloi.records.uses.own import check

_NOTICED = timedelta(minutes=5)  # the clock knocks every half minute
NEWEST = 1000  # sealed rows that are looked at
SAMPLED, ENTRIES_OF_EACH = 20, 5  # people, and entries of each, whose history is looked at (ids are random)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the published policy: whether it is on, and what was seen."""

    name: str
    on: bool
    vi: str
    en: str


def measured() -> tuple[Measure, ...]:
    """Every measure that the published policy requires and code can look at, in the policy's order.

    Raises NotServing or Unavailable when the installation cannot be looked at.
    """
    policy = current().policy
    asked = [requirement.name for requirement in policy.requirements if requirement.name in LOOKS]
    return tuple(Measure(name, *LOOKS[name](policy)) for name in asked)


Seen = tuple[bool, str, str]  # on, evidence in Vietnamese, in English


def _sealed_fields(_: Policy) -> Seen:
    """Every sealed row has a key that is this person's own (the key store knows keys by person and class)."""
    newest = rows(
        "SELECT subject_id, klass FROM records_vaultrow ORDER BY changed_at DESC LIMIT %s", (NEWEST,)
    )
    seen, without = len(newest), keyring().without_key((subject, klass) for subject, klass in newest)
    return (
        not without,
        f"{seen} bản ghi mới nhất đều niêm phong; {without} không có khóa riêng của chủ",
        f"the {seen} newest rows are sealed; {without} without a key of their person's own",
    )


def _separate_key_store(_: Policy) -> Seen:
    """Keys are in a file that is not the data's; the key above them is outside the data folder, its owner's only."""
    here = places()
    database = str(settings.DATABASES["default"]["NAME"])
    apart = here.keys.is_file() and str(here.keys.resolve()) != database
    outside = not here.root_key.resolve().is_relative_to(here.data.resolve())
    private = all(path.stat().st_mode & 0o077 == 0 for path in (here.keys, here.root_key))
    return (
        apart and outside and private,
        f"kho khóa tách khỏi dữ liệu: {_vi(apart)}; khóa gốc ở ngoài: {_vi(outside)}; "
        f"chỉ chủ đọc được: {_vi(private)}",
        f"keys apart from data: {_en(apart)}; root key outside: {_en(outside)}; "
        f"readable by their owner only: {_en(private)}",
    )


def _masked_by_default(policy: Policy) -> Seen:
    """No purpose that people of the shop hold is open without a case."""
    of_people = [rule for rule in policy.purposes.values() if rule.roles - set(OWN_ROLES)]
    open_ = [rule.name for rule in of_people if rule.needs is None]
    return (
        not open_,
        f"{len(of_people)} mục đích của nhân viên; không cần vụ việc: {', '.join(open_) or 'không có'}",
        f"{len(of_people)} purposes of staff; without a case: {', '.join(open_) or 'none'}",
    )


def _staff_second_factor(_: Policy) -> Seen:
    """Who has no second factor is nowhere let through: they are asked to set one up, and see nothing before."""
    people = sign_in_at(datetime.now(UTC))
    return (
        not people.through_without,
        f"{people.accounts} tài khoản, {people.with_factor} đã có lớp thứ hai, số còn lại phải đặt khi đăng nhập; "
        f"{people.through_without} phiên đang mở mà không có",
        f"{people.accounts} accounts, {people.with_factor} with a second factor, the others must set one up to "
        f"come in; {people.through_without} people inside without one",
    )


def _fail_closed(_: Policy) -> Seen:
    """Nothing was opened in this process without a permit that is on disk."""
    opened, permitted = keyring().opened, pending.permitted.total
    return (
        opened <= permitted,
        f"{opened} lần mở khóa, {permitted} lần được phép",
        f"{opened} keys opened, {permitted} permitted",
    )


def _use_ledger(_: Policy) -> Seen:
    """The newest head is signed by our own log, and uses do not pile up before it."""
    head, waiting = newest_head(log_key()[0]), pending.backlog()
    leaves = head.size if head else 0
    return sequencer_keeps_up(), f"{leaves} dòng sổ, {waiting} chờ ghi", f"{leaves} leaves, {waiting} waiting"


def _withdrawal(_: Policy) -> Seen:
    """Where the key store says withdrawn, the data says so too (the key store shuts in any case)."""
    standing = keyring().standing_withdrawals()
    given = rows(_GIVEN.format(IDS[dialect()]), (id_list(sorted({subject for subject, *_ in standing})),))
    behind = len(set(standing) & set(given))
    return (
        not behind,
        f"{len(standing)} lần rút lại đang có hiệu lực, {behind} chưa ghi vào dữ liệu",
        f"{len(standing)} withdrawals in force, {behind} not yet written to the data",
    )


def _own_history(_: Policy) -> Seen:
    """What people are shown of their own history verifies: of some of them, their newest entries."""
    found = rows("SELECT subject_id FROM records_usecounter ORDER BY subject_id LIMIT %s", (SAMPLED,))
    checks = [check(subject, datetime.now(UTC), ENTRIES_OF_EACH) for (subject,) in found]
    entries, wrong = sum(one.looked_at for one in checks), sum(not one.ok for one in checks)
    return (
        not wrong,
        f"{entries} mục của {len(checks)} khách được kiểm lại; không khớp: {wrong}",
        f"{entries} entries of {len(checks)} customers looked at again; wrong: {wrong}",
    )


def _never_on_consent(policy: Policy) -> Seen:
    """The purposes that the clause names rest on something else for everybody."""
    named = [
        name
        for requirement in policy.requirements
        if requirement.name == "never_on_consent"
        for name in requirement.values.get("purposes", ())
    ]
    bound = [
        name
        for name in named
        if name not in policy.purposes or LegalBasis.CONSENT in policy.purposes[name].basis.values()
    ]
    return (
        not bound,
        f"{len(named)} mục đích; dựa vào sự đồng ý: {', '.join(bound) or 'không có'}",
        f"{len(named)} purposes; resting on consent: {', '.join(bound) or 'none'}",
    )


def _conformance(policy: Policy) -> Seen:
    """The public pages are served, and have a word for every clause: how far it is kept."""
    shown, worded = apps.is_installed("giuloi.doors.trust"), len(weakest(policy))
    of = {kept.clause for kept in policy.kept}
    without = [clause for clause in policy.clauses if clause not in of]
    return (
        shown and not without,
        f"trang công khai: {_vi(shown)}; {worded} điều khoản; không có chữ: {', '.join(without) or 'không có'}",
        f"public page: {_en(shown)}; {worded} clauses; without a word: {', '.join(without) or 'none'}",
    )


def _vi(yes: bool) -> str:
    return "có" if yes else "không"


def _en(yes: bool) -> str:
    return "yes" if yes else "no"


def _consent(_: Policy) -> Seen:
    """Every answer given on a page has words, and no words stand for two purposes or channels at once."""
    ((answers, empty),) = rows(_WORDED)
    bundled = len(rows(_BUNDLED))
    return (
        not empty and not bundled,
        f"{answers} câu trả lời trên trang; {empty} thiếu lời hỏi; {bundled} lời hỏi gộp nhiều việc",
        f"{answers} answers on pages; {empty} without words; {bundled} wordings that bundle several things",
    )


def _verified_contact(_: Policy) -> Seen:
    """Every member has proven telephone and e-mail address by a code."""
    ((members, without),) = rows(_PROVEN)
    return (
        not without,
        f"{members} thành viên; {without} chưa xác minh đủ điện thoại và email",
        f"{members} members; {without} without both telephone and e-mail address verified",
    )


_WORDED = """
SELECT count(*), count(CASE WHEN trim(w.text) = '' THEN 1 END)
FROM records_consentrecord r JOIN records_consentwording w ON w.hash = r.wording_id WHERE r.method = 'web'
"""
_BUNDLED = """
SELECT wording_id FROM records_consentrecord WHERE method = 'web' AND state IN ('given', 'refused')
GROUP BY wording_id HAVING count(DISTINCT purpose || '/' || channel || '/' || recipient) > 1
"""
# The one table of a floor above that is read here, by its name: promises/collect/verification.py writes it.
_PROVEN = """
SELECT count(*), count(CASE WHEN v.fields IS NULL OR v.fields < 2 THEN 1 END)
FROM records_subject s
LEFT JOIN (SELECT subject_id, count(*) AS fields FROM collect_verified GROUP BY subject_id) v
    ON v.subject_id = s.id
WHERE s.standing = 'member'
"""
_GIVEN = """
SELECT subject_id, purpose, channel, recipient FROM records_consentnow
WHERE state = 'given' AND subject_id IN ({})
"""


def _complaint_file(policy: Policy) -> Seen:
    """Every open complaint has its case and its hour, and none passed that without being raised."""
    asked = next(one for one in policy.requirements if one.name == "complaint_file")
    clock = clock_of(policy, "complain")
    promised = clock is not None and str(clock.within) == asked.values.get("answered_within")
    held = CustomerRequest.objects.filter(kind="complain", state__in=OPEN)
    bare = held.filter(Q(case=None) | Q(due_at=None)).count()
    unseen = held.filter(due_at__lt=datetime.now(UTC) - _NOTICED, escalated__lt=len(LEVELS)).count()
    return (
        promised and not bare and not unseen,
        f"{held.count()} khiếu nại đang mở; {bare} không có hồ sơ hay hạn; {unseen} quá hạn mà chưa báo động",
        f"{held.count()} complaints are open; {bare} without a file or an hour; {unseen} behind it and not raised",
    )


def _do_not_contact(policy: Policy) -> Seen:
    """Whoever asked never to be contacted is a keyed digest, and nothing else (VI.8)."""
    marks = rows("SELECT length(mark), count(*) FROM records_donotcontact GROUP BY 1")
    whole = all(length == MARK_SIZE for length, _ in marks)
    keyed = len(keyring().own_secret(DO_NOT_CONTACT)) == 32
    count = sum(number for _, number in marks)
    return (
        whole and keyed,
        f"{count} dấu trong danh sách, dấu nào cũng chỉ là {MARK_SIZE} byte có khóa, không có số hay địa chỉ",
        f"{count} marks on the list, each {MARK_SIZE} keyed bytes and no number or address",
    )


def _no_tracking(_: Policy) -> Seen:
    """No column of any table could hold that somebody opened a message or followed a link (I.4)."""
    columns = [
        f"{model._meta.db_table}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.get_fields()
        if getattr(column, "concrete", False)
    ]
    tracking = [one for one in columns if _TRACKS.search(one)]
    return (
        not tracking,
        f"{len(columns)} cột của mọi bảng: {len(tracking)} cột ghi việc mở thư hay bấm liên kết",
        f"{len(columns)} columns of all tables: {len(tracking)} hold who opened a message or followed a link",
    )


_TRACKS = re.compile(r"click|pixel|track|opens\b|open_count|read_receipt|last_seen|user_agent", re.IGNORECASE)


LOOKS: Mapping[str, Callable[[Policy], Seen]] = {
    "authority_release": authority_release,
    "conformance": _conformance,
    "use_ledger": _use_ledger,
    "sealed_fields": _sealed_fields,
    "separate_key_store": _separate_key_store,
    "masked_by_default": _masked_by_default,
    "staff_second_factor": _staff_second_factor,
    "fail_closed": _fail_closed,
    "withdrawal": _withdrawal,
    "own_history": _own_history,
    "never_on_consent": _never_on_consent,
    "consent": _consent,
    "verified_contact": _verified_contact,
    "complaint_file": _complaint_file,
    "erasure": erasure,
    "open_orders_settled": open_orders_settled,
    "untrue_information": untrue_information,
    "do_not_contact": _do_not_contact,
    "no_tracking": _no_tracking,
    "versions": old_versions,
}
