"""How many people the shop holds data of, beside the numbers from which the law asks for more."""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELDS
from giuloi.records.database import answering
from giuloi.records.keyring import keyring
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.published import current
from giuloi.records.subjects import Subject
from giuloi.records.vault import VaultRow


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of the law: how many there are now, from how many on, what it brings, where it stands.

    `certain` is False where only secondary texts were read: ask a lawyer before relying on it.
    """

    counted: Words
    now: int
    from_: int
    brings: Words
    cite: str
    certain: bool

    @property
    def reached(self) -> bool:
        """From here on it applies."""
        return self.now >= self.from_

    @property
    def percent(self) -> int:
        """How near it is, at most 100."""
        return min(100, self.now * 100 // self.from_)


@answering()
def thresholds() -> tuple[Threshold, ...]:
    """Every number, counted now, in three statements."""
    living, sensitive = Subject.objects.count(), _with_sensitive()
    ever = living + keyring().erased_ever()
    people = Words("số khách đang có dữ liệu", "people whose data is held")
    cumulative = Words("số khách từ trước đến nay, kể cả đã xóa", "people so far, those erased included")
    delicate = Words("số khách có thể có dữ liệu nhạy cảm", "people who may have sensitive data")
    level_3 = Words(
        "hệ thống thông tin cấp độ 3: thêm yêu cầu an toàn",
        "an information system of level 3: more security duties",
    )
    section = Words(
        "hồ sơ đánh giá tác động phải có phần an ninh quốc gia", "the impact dossier gains a section"
    )
    lost = Words(
        "hết được miễn cho cửa hàng nhỏ: phải có hồ sơ đánh giá tác động và người phụ trách",
        "the exemption of small shops ends: an impact dossier and a responsible person are owed",
    )
    none = Words(
        "dữ liệu nhạy cảm: hết được miễn cho cửa hàng nhỏ",
        "sensitive data: the exemption of small shops ends",
    )
    return (
        Threshold(
            cumulative, ever, 100_000, lost, "Law 91/2025 art. 38.2; Decree 356/2025 art. 41", certain=True
        ),
        Threshold(
            delicate, sensitive, 1, none, "Law 91/2025 art. 38.2; Decree 356/2025 art. 41", certain=True
        ),
        Threshold(people, living, 100_000, level_3, "Decree 331/2026 art. 12.2.b", certain=False),
        Threshold(delicate, sensitive, 10_000, level_3, "Decree 331/2026 art. 13.2.c", certain=False),
        Threshold(people, living, 100_001, section, "Decree 356/2025, form 10, III.2.3", certain=True),
        Threshold(delicate, sensitive, 10_001, section, "Decree 356/2025, form 10, III.2.3", certain=True),
    )


def _with_sensitive() -> int:
    """At most so many: which field of a class a row holds is not asked, so every row of the class counts."""
    mask = current().policy.sensitive
    klasses = {CLASS_NUMBER[one.klass] for one in FIELDS if one.sensitive or one.mask & mask}
    return (
        VaultRow.objects.filter(klass__in=klasses).values("subject_id").distinct().count() if klasses else 0
    )
