"""What the papers are filled in from: the shop as its policy's head names it, the file, its list and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELD
from giuloi.promises.report.incidents.affected import Kinds, in_numbers
from giuloi.promises.report.incidents.book import Line, lines_of
from giuloi.promises.report.incidents.containment import ACTION_WORDS, steps_of
from giuloi.promises.report.incidents.evidence import evidence_of
from giuloi.promises.report.incidents.kinds import KIND_WORDS
from giuloi.promises.report.incidents.opening import incident_row
from giuloi.promises.report.incidents.writing import parts_of
from giuloi.records.published import current

# What a form asks of the shop and its policy's head may name; what it does not is left to be written by hand.
SHOP = {
    "shop": "Tên tổ chức",
    "address": "Địa chỉ trụ sở chính",
    "trading_address": "Địa chỉ trụ sở giao dịch",
    "business_registration": "Giấy chứng nhận đăng ký doanh nghiệp số; nơi cấp; ngày cấp",
    "tax_code": "Mã số thuế",
    "phone": "Điện thoại",
    "website": "Website",
    "dpo": "Người phụ trách bảo vệ dữ liệu cá nhân (họ tên, chức danh, điện thoại, email)",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """Everything that a paper may say, read at one moment."""

    incident: int
    kind: str
    at: datetime
    known_at: datetime
    data_known_at: datetime | None
    shop: Mapping[str, str]
    said: Mapping[str, str]
    list: Kinds
    steps: tuple[str, ...]
    evidence: tuple[str, ...]
    timeline: tuple[Line, ...]
    risk: str

    def of_shop(self, name: str) -> str:
        """What the policy's head says; the trading address is the address where no other is named."""
        return self.shop.get(name, "") or (self.shop.get("address", "") if name == "trading_address" else "")

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be written by hand."""
        return tuple(label for name, label in SHOP.items() if not self.of_shop(name))

    @property
    def data(self) -> str:
        """Which data of how many people, as it is known now."""
        fields = "; ".join(f"{FIELD[name].vi}: {number} người" for name, number in self.list.by_field)
        counted = f"{self.list.people} người bị ảnh hưởng" + (f" ({fields})" if fields else "")
        own = self.said.get("data", "")
        return (
            f"{own}. {counted}." if own and self.list.people else own or (counted if self.list.people else "")
        )

    @property
    def measures(self) -> str:
        """What was written, and every step that the software took."""
        return "\n".join(
            [*filter(None, [self.said.get("measures", "")]), *(f"- {one}" for one in self.steps)]
        )


def filled(incident: int, at: datetime) -> Filled:
    """Read it all. Raises LookupError for a file that is none."""
    row = incident_row(incident)
    if row is None:
        raise LookupError("there is no incident of that number")
    risk = f"khả năng {row.likelihood}/5, mức độ {row.severity}/5" if row.severity else ""
    return Filled(
        *(incident, KIND_WORDS[row.kind].vi, at, row.known_at, row.data_known_at),
        shop={name: str(value) for name, value in current().policy.shop.items()},
        said=parts_of(incident),
        list=in_numbers(incident),
        steps=tuple(
            f"{when(one.at)}: {ACTION_WORDS[one.action].vi}"
            + (f" ({one.what})" if one.what else f" ({one.people} khách)" if one.people else "")
            + (f", gỡ lúc {when(one.lifted_at)}" if one.lifted_at else "")
            for one in steps_of(incident)
        ),
        evidence=tuple(f"{one.file}, SHA-256 {one.sha256}" for one in evidence_of(incident)),
        timeline=tuple(lines_of(incident)),
        risk=risk,
    )


def when(at: datetime | None) -> str:
    """A moment as papers write it, in Viet Nam."""
    return "" if at is None else at.astimezone(VIETNAM).strftime("%H giờ %M phút, ngày %d/%m/%Y")


def dated(at: datetime) -> str:
    """The date of the paper; the place is written by hand where the shop's address names no province."""
    local = at.astimezone(VIETNAM)
    return f"ngày {local:%d} tháng {local:%m} năm {local.year}"


def place_of(address: str) -> str:
    """The province or city at the end of an address, as a paper's date is headed."""
    last = address.rpartition(",")[2].strip()
    for word in ("thành phố ", "tỉnh ", "TP. ", "Thành phố ", "Tỉnh "):
        last = last.removeprefix(word)
    return last or "……………"
