"""The letter that refuses, or says why it takes longer: fixed words, the numbers of both files, nobody's data."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.promises.share.authority.rows import AuthorityFile
from giuloi.promises.share.authority.words import GROUND_WORDS, Ground


def refusal_letter(row: AuthorityFile, shop: str, address: str, at: datetime) -> Words:
    """The text to be signed and sent. Raises ValueError for a file that was not refused."""
    because = GROUND_WORDS[Ground(row.ground)]
    unit = f"{row.unit.name}, {row.unit.authority.name}" if row.unit else ""
    day = at.astimezone(VIETNAM)
    on, received = row.document_on.strftime("%d/%m/%Y"), row.received_at.astimezone(VIETNAM)
    vi = _VI.format(
        shop=shop, address=address, day=day, code=row.code, unit=unit or "Quý cơ quan", on=on,
        number=row.document_number, received=received, because=because.vi,
    )  # fmt: skip
    en = _EN.format(
        shop=shop, address=address, day=day, code=row.code, unit=unit or "the authority", on=on,
        number=row.document_number, received=received, because=because.en,
    )  # fmt: skip
    return Words(vi, en)


_VI = """\
{shop}
{address}
Số hồ sơ: {code}

Ngày {day:%d/%m/%Y}

Kính gửi: {unit}

V/v: trả lời văn bản số {number} ngày {on}

{shop} đã nhận văn bản nêu trên lúc {received:%H:%M} ngày {received:%d/%m/%Y}. Chúng tôi chưa thể cung cấp thông tin \
được yêu cầu, vì: {because}.

Chúng tôi sẵn sàng cung cấp ngay khi nhận được văn bản bổ sung: đơn vị và người gửi xác minh được qua số điện thoại \
chính thức, căn cứ pháp luật, khách hàng và loại thông tin được nêu đích danh. Văn bản mới được xử lý trong thời \
hạn mà chính sách của chúng tôi đã công bố, kể từ lúc nhận.

Đại diện cửa hàng
(ký, ghi rõ họ tên)
"""
_EN = """\
{shop}
{address}
Our file: {code}

{day:%d/%m/%Y}

To: {unit}

Your document {number} of {on}

{shop} received the document named above at {received:%H:%M} on {received:%d/%m/%Y}. We cannot provide the information \
it asks for, because {because}.

We are ready to provide it as soon as the missing parts arrive: a unit and a sender who can be verified on an official \
telephone number, the provision of law, the customers and the kind of information by name. A new document is answered \
within the time that our published policy promises, counted from its receipt.

For the shop
(signature, name)
"""
