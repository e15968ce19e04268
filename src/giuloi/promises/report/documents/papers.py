"""The three papers: form 08 to the data-protection body, the report of a crime to the police, and the minutes.

Form 08 is Decree 356/2025/NĐ-CP, appendix; the report is news of a crime (Criminal Procedure Code art. 144); of the
minutes Law 91/2025/QH15 art. 23.2 asks that they are made and prescribes no form.
"""

from __future__ import annotations

from giuloi.core.bilingual import Words
from giuloi.promises.report.documents.filled import SHOP, Filled, dated, place_of, when
from giuloi.promises.report.documents.model import Field, Paper, Paragraph, Part, Section, Signer, Table
from giuloi.promises.report.incidents.kinds import STAGE_WORDS, WHAT_WORDS, Stage

FORM, POLICE_REPORT, MINUTES = "mau-08", "tin-bao-toi-pham", "bien-ban"
NAMES = {
    FORM: Words("Mẫu số 08: thông báo vi phạm", "Form 08: notice of a violation"),
    POLICE_REPORT: Words("Tin báo về tội phạm", "Report of a crime"),
    MINUTES: Words("Biên bản xác nhận", "Minutes"),
}
_CODES = {FORM: "TB-BVDLCN", POLICE_REPORT: "TB", MINUTES: "BB"}
_SEAL = "(Ký, ghi rõ họ tên, đóng dấu)"
_TIMELINE = 40  # lines of the timeline in the minutes: the newest; the whole of it is in the evidence


def paper(which: str, filled: Filled, stage: Stage = Stage.FULL) -> Paper:
    """One of the three, filled in. `stage` matters to the police alone."""
    if which == FORM:
        return _form(filled)
    return _police(filled, stage) if which == POLICE_REPORT else _minutes(filled)


def _about_shop(filled: Filled) -> list[Part]:
    return [
        Field(f"{number}. {label}", filled.of_shop(name))
        for number, (name, label) in enumerate(SHOP.items(), 1)
    ]


def _headed(filled: Filled, name: str, title: str, subtitle: str, **more: object) -> Paper:
    shop = filled.of_shop("shop")
    place = f"{place_of(filled.of_shop('address'))}, {dated(filled.at)}"
    number = f"Số: ……/{_CODES[name]}"
    values = {"form": "", "to": (), "parts": (), "signers": (), **more}
    return Paper(name, shop.upper(), number, place, title, subtitle, missing=filled.missing, **values)  # type: ignore[arg-type]


def _form(filled: Filled) -> Paper:
    said = filled.said
    parts: list[Part] = [
        Section("I. Thông tin về tổ chức thông báo"),
        *_about_shop(filled),
        Section("II. Nội dung vi phạm"),
        Field("1. Thời gian", f"Phát hiện: {when(filled.known_at)}. {_data_known(filled)}"),
        Field("2. Địa điểm", said.get("place", "")),
        Field("3. Hành vi", _act(filled)),
        Field("4. Tổ chức, cá nhân có liên quan", said.get("involved", "")),
        Field("5. Loại dữ liệu cá nhân và số lượng dữ liệu liên quan", filled.data),
        Field("6. Người phụ trách bảo vệ dữ liệu cá nhân", filled.of_shop("dpo")),
        Field("7. Hậu quả, thiệt hại", said.get("consequences", "")),
        Field("8. Biện pháp đã áp dụng để giải quyết, giảm thiểu tác hại", filled.measures),
        Section("III. Tài liệu kèm theo"),
        *_attached(filled),
        Section("IV. Cam kết"),
        Paragraph(
            "Tổ chức thông báo cam kết những nội dung trên là đúng sự thật và chịu trách nhiệm trước pháp luật; sẽ "
            "thông báo bổ sung khi có thông tin mới."
        ),
    ]
    to = ("Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an",)
    title = "THÔNG BÁO VI PHẠM QUY ĐỊNH VỀ BẢO VỆ DỮ LIỆU CÁ NHÂN"
    form = "Mẫu số 08\n(Kèm theo Nghị định số 356/2025/NĐ-CP)"
    signers = (Signer("ĐẠI DIỆN TỔ CHỨC", _SEAL),)
    return _headed(filled, FORM, title, "", form=form, to=to, parts=parts, signers=signers)


def _police(filled: Filled, stage: Stage) -> Paper:
    said = filled.said
    parts: list[Part] = [
        Section("I. Bên báo tin"),
        *_about_shop(filled),
        Section("II. Nội dung"),
        Field("1. Phát hiện sự cố lúc", when(filled.known_at)),
        Field("2. Địa điểm, hệ thống bị xâm phạm", said.get("place", "")),
        Field("3. Diễn biến, hành vi", _act(filled)),
        Field("4. Tổ chức, cá nhân có liên quan, nghi vấn", said.get("involved", "")),
        Field("5. Nguyên nhân, cách thức (nếu đã rõ)", said.get("cause", "")),
        Field("6. Dữ liệu bị xâm phạm", filled.data),
        Field("7. Hậu quả, thiệt hại", said.get("consequences", "")),
        Field("8. Biện pháp đã áp dụng", filled.measures),
        Section("III. Chứng cứ, tài liệu kèm theo"),
        *_attached(filled),
        Paragraph(
            "Chứng cứ điện tử được niêm giữ nguyên trạng kèm giá trị băm SHA-256 và chữ ký số; bản gốc lưu tại đơn "
            "báo tin và sẵn sàng giao nộp. Kính đề nghị quý cơ quan tiếp nhận, cấp giấy tiếp nhận và giải quyết theo "
            "quy định."
        ),
        Paragraph("Chúng tôi cam đoan nội dung báo tin là đúng sự thật và chịu trách nhiệm trước pháp luật."),
    ]
    to = (
        "Cơ quan Cảnh sát điều tra, Công an " + (place_of(filled.of_shop("address"))),
        "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao",
    )
    subtitle = f"Về việc {filled.kind} ({STAGE_WORDS[stage].vi})"
    signers = (Signer("ĐẠI DIỆN BÊN BÁO TIN", _SEAL),)
    return _headed(
        filled, POLICE_REPORT, "TIN BÁO VỀ TỘI PHẠM", subtitle, to=to, parts=parts, signers=signers
    )


def _minutes(filled: Filled) -> Paper:
    rows = tuple(
        (str(one.number), when(one.at), WHAT_WORDS[one.what].vi, _short(one.actor))
        for one in filled.timeline[-_TIMELINE:]
    )
    parts: list[Part] = [
        Paragraph(f"Hôm nay, {dated(filled.at)}, tại {filled.of_shop('address') or '……………'}, chúng tôi gồm:"),
        Field("1. Đại diện tổ chức", ""),
        Field("2. Người phụ trách bảo vệ dữ liệu cá nhân", filled.of_shop("dpo")),
        Field("3. Người lập biên bản", ""),
        Paragraph("Cùng xác nhận việc xảy ra hành vi vi phạm quy định về bảo vệ dữ liệu cá nhân như sau:"),
        Field("1. Sự việc", _act(filled)),
        Field("2. Thời điểm biết sự cố", when(filled.known_at)),
        Field("3. Thời điểm biết dữ liệu cá nhân bị ảnh hưởng", when(filled.data_known_at)),
        Field("4. Loại dữ liệu, số người bị ảnh hưởng", filled.data),
        Field("5. Nguyên nhân", filled.said.get("cause", "")),
        Field("6. Đánh giá rủi ro", "; ".join(filter(None, (filled.risk, filled.said.get("risk", ""))))),
        Field("7. Biện pháp đã áp dụng", filled.measures),
        Section("Nhật ký sự cố"),
        Table(("Dòng", "Lúc", "Việc", "Ai làm"), rows, (0.09, 0.33, 0.28, 0.30)),
        Paragraph("Biên bản được đọc lại, các bên thống nhất và cùng ký tên."),
    ]
    title = "BIÊN BẢN XÁC NHẬN"
    subtitle = (
        "Việc xảy ra hành vi vi phạm quy định về bảo vệ dữ liệu cá nhân (Luật số 91/2025/QH15, Điều 23)"
    )
    signers = (
        Signer("NGƯỜI LẬP BIÊN BẢN", "(Ký, ghi rõ họ tên)"),
        Signer("ĐẠI DIỆN TỔ CHỨC", _SEAL),
    )
    return _headed(filled, MINUTES, title, subtitle, parts=parts, signers=signers)


def _act(filled: Filled) -> str:
    return ". ".join(filter(None, (filled.kind[:1].upper() + filled.kind[1:], filled.said.get("act", ""))))


def _short(actor: str) -> str:
    """Who, short enough for a column: "legal …0001" still tells one colleague from another."""
    kind, _, rest = actor.partition("/")
    role, _, pseudonym = rest.partition("/")
    return f"{role} …{pseudonym[-4:]}" if pseudonym else f"phần mềm ({role})" if kind == "code" else actor


def _data_known(filled: Filled) -> str:
    if filled.data_known_at is None:
        return "Chưa xác định dữ liệu cá nhân bị ảnh hưởng."
    return f"Biết dữ liệu cá nhân bị ảnh hưởng: {when(filled.data_known_at)}."


def _attached(filled: Filled) -> list[Part]:
    found = [*filled.evidence, "Biên bản xác nhận"]
    return [Paragraph(f"{number}. {one}.") for number, one in enumerate(found, 1)]
