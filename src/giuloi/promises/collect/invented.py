"""Invented people, for the demo shop and for honey records: equal seed, equal people, on every machine and Python.

Nobody here exists. E-mail addresses end in the reserved example.vn; phone numbers have the form of
Vietnamese mobile numbers and lie in blocks of the 059 prefix that no operator has opened (0590, 0591,
0594 to 0597); addresses are real wards of the two levels that exist since 1 July 2025, with streets drawn
at random, so a street may not be in its ward.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from giuloi.core.normal import normalized
from giuloi.promises.collect.goods import Line, Purchases


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


_FAMILY = _each(
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đoàn|Vương|Trịnh|Đinh|Lâm|Mai"
    "|Đào|Trương|Cao|Tô|Hà|Tạ|Thái|Châu|Quách"
)
_WOMAN = _each("Thị|Ngọc|Thu|Thanh|Minh|Phương|Kim|Bảo|Khánh|Thùy|Như|Diệu|Hoài|Mỹ")
_MAN = _each("Văn|Hữu|Đức|Minh|Quang|Công|Gia|Thành|Tuấn|Anh|Quốc|Đình|Xuân|Bá")
_HER = _each("Lan|Hương|Hoa|Mai|Linh|Trang|Thảo|Hà|Ngân|Yến|Nhung|Quỳnh|Vy|Hằng|Thủy|Tuyết|Diễm|Oanh|Huệ")
_HIS = _each("Nam|Hùng|Dũng|Sơn|Tuấn|Long|Hải|Phúc|Khoa|Thắng|Bình|Trung|Kiên|Đạt|Việt|Lâm|Tùng|Nghĩa|Toàn")
_STREETS = _each(
    "Lê Lợi|Trần Hưng Đạo|Nguyễn Huệ|Hai Bà Trưng|Lý Thường Kiệt|Phan Đình Phùng|Nguyễn Trãi|Quang Trung"
    "|Hùng Vương|Lê Duẩn|Bà Triệu|Nguyễn Du|Lê Hồng Phong|Điện Biên Phủ|Trần Phú|Ngô Quyền"
)
_PLACES = tuple(
    (ward, province)
    for province, wards in {
        "Thành phố Hà Nội": "Hoàn Kiếm|Cửa Nam|Ba Đình|Ngọc Hà|Giảng Võ|Hai Bà Trưng|Bạch Mai|Đống Đa"
        "|Kim Liên|Láng|Ô Chợ Dừa|Thanh Xuân|Cầu Giấy|Nghĩa Đô|Yên Hòa|Tây Hồ|Hoàng Mai|Lĩnh Nam",
        "Thành phố Hồ Chí Minh": "Sài Gòn|Tân Định|Bến Thành|Cầu Ông Lãnh|Bàn Cờ|Xuân Hòa|Nhiêu Lộc"
        "|Xóm Chiếu|Khánh Hội|Chợ Quán|An Đông|Chợ Lớn",
        "Thành phố Đà Nẵng": "Hải Châu|Hòa Cường|Thanh Khê|An Khê|An Hải|Sơn Trà|Ngũ Hành Sơn|Cẩm Lệ",
        "Thành phố Huế": "Thuận Hóa|Phú Xuân|Kim Long|Vỹ Dạ|An Cựu|Thủy Xuân",
        "Thành phố Hải Phòng": "Hồng Bàng|Ngô Quyền|Gia Viên|Lê Chân|An Biên",
        "Thành phố Cần Thơ": "Ninh Kiều|Cái Khế|Tân An|An Bình|Bình Thủy|Cái Răng",
        "Tỉnh Khánh Hòa": "Nha Trang|Bắc Nha Trang|Tây Nha Trang|Nam Nha Trang",
    }.items()
    for ward in _each(wards)
)
_GOODS = (
    ("BC-01", "Bánh cốm Hàng Than", 85_000),
    ("BD-02", "Bánh đậu xanh hộp thiếc", 65_000),
    ("BT-03", "Bánh trung thu thập cẩm", 95_000),
    ("BX-04", "Bánh xu xê lá dừa", 70_000),
    ("BG-05", "Bánh gai Ninh Giang", 60_000),
    ("BN-06", "Bánh nướng sầu riêng", 110_000),
    ("KM-07", "Kẹo mè xửng Huế", 55_000),
    ("MS-08", "Mứt sen trần", 120_000),
    ("BK-09", "Bánh kem dâu cỡ nhỏ", 250_000),
    ("TS-10", "Trà sen Tây Hồ 100 g", 320_000),
)
_BLOCKS = ("0590", "0591", "0594", "0595", "0596", "0597")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented customer with what they bought; shown openly, since there is nobody to protect."""

    number: int
    name: str
    phone: str
    email: str
    address: str
    birth_year: int
    purchases: Purchases


class _Dice:
    """A stream of choices out of SHAKE-128: `random` promises equal numbers for no method but random()."""

    def __init__(self, *seed: int) -> None:
        self._seed = "/".join(map(str, seed)).encode()
        self._turn = 0

    def below(self, sides: int) -> int:
        """A number from 0 to sides - 1 (64 bits over a few sides: even enough for a demo)."""
        self._turn += 1
        drawn = hashlib.shake_128(self._seed + b"#" + str(self._turn).encode()).digest(8)
        return int.from_bytes(drawn, "big") % sides

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]


def people(count: int, seed: int = 1) -> Iterator[Invented]:
    """That many people, each with a phone and an e-mail address of their own (at most six million)."""
    if not 0 <= count <= len(_BLOCKS) * 1_000_000:
        raise ValueError(f"{count} people: there are invented phone numbers for 0 to 6,000,000")
    return (_person(number, seed) for number in range(count))


def _person(number: int, seed: int) -> Invented:
    dice = _Dice(seed, number)
    woman = dice.below(2) == 0
    given = dice.pick(_HER if woman else _HIS)
    name = f"{dice.pick(_FAMILY)} {dice.pick(_WOMAN if woman else _MAN)} {given}"
    ward, province = dice.pick(_PLACES)
    return Invented(
        number=number,
        name=name,
        phone=_phone(number, seed),
        email=f"{_plain(name)}.{number}@example.vn",
        address=f"{1 + dice.below(250)} {dice.pick(_STREETS)}, Phường {ward}, {province}",
        birth_year=1950 + dice.below(58),
        purchases=_basket(dice),
    )


def _phone(number: int, seed: int) -> str:
    """Different for different numbers: a step that shares no factor with the block size visits each once."""
    block, within = divmod(number, 1_000_000)
    return f"{_BLOCKS[block]}{(within * 387_420_489 + seed) % 1_000_000:06d}"


def _basket(dice: _Dice) -> Purchases:
    lines, total = [], 0
    for _ in range(1 + dice.below(3)):
        sku, name, price = dice.pick(_GOODS)
        quantity = 1 + dice.below(4)
        total += price * quantity
        lines.append(Line(name, str(quantity), f"{price * quantity}.00", sku))
    return Purchases(tuple(lines), f"{total}.00", "VND", dice.pick(("cod", "bacs")))


def _plain(name: str) -> str:
    """ "Đặng Thị Huệ" to "dang.thi.hue": letters that an e-mail address takes."""
    bare = normalized("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return ".".join("".join(one for one in bare if not unicodedata.combining(one)).lower().split())
