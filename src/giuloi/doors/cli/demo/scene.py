"""The scene: eleven steps, each really done and checked against what the policy promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli.demo import authority_steps, evidence_steps, gate_steps, incident_steps
from giuloi.doors.cli.demo.cast import AN, BINH
from giuloi.doors.cli.demo.expect import expect
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.stage import Stage
from giuloi.doors.cli.ledger_check import checked
from giuloi.doors.cli.tongue import say


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; `play` raises a GiuloiError when it does not go as promised."""

    vi: str
    en: str
    play: Callable[[Stage, Screen], None]


STEPS = (
    Step(
        "Khoa (giao hàng) mở thông tin giao hàng của một đơn đang mở",
        "Khoa (fulfilment) opens the delivery data of an open order",
        gate_steps.fulfilment_opens_a_delivery,
    ),
    Step(
        "Lan (tiếp thị) hỏi số điện thoại của một khách chưa đồng ý",
        "Lan (marketing) asks for the phone of a guest who has not agreed",
        gate_steps.marketing_asks_without_consent,
    ),
    Step(
        "Khách ấy đồng ý, nhận biên nhận; Lan hỏi lại",
        "The guest agrees and gets a receipt; Lan asks again",
        gate_steps.consent_opens_and_has_a_receipt,
    ),
    Step(
        "Một bên ngoài hỏi hàng đã mua để quảng cáo",
        "An outside partner asks what was bought, for advertising",
        gate_steps.partner_asks_for_purchases,
    ),
    Step(
        "Một thành viên rút lại sự đồng ý",
        "A member withdraws her consent",
        gate_steps.withdrawal_shuts_at_once,
    ),
    Step(
        "Một công văn giả đòi dữ liệu khách hàng",
        "A forged letter asks for customers' data",
        authority_steps.forged_letter_gets_nothing,
    ),
    Step(
        "Một công văn thật: đúng phạm vi hai người đã duyệt",
        "A true letter: exactly the scope that two approved",
        authority_steps.true_letter_gets_what_two_approved,
    ),
    Step(
        "Một khóa bẫy bị thử: hồ sơ sự cố tự mở",
        "A honey key is tried: an incident file opens by itself",
        incident_steps.stolen_key_opens_a_file,
    ),
    Step(
        "Người thanh tra hỏi: điều nào được giữ, bằng gì?",
        "The inspector asks: which clauses are kept, and by what?",
        evidence_steps.report_ties_each_clause_to_its_proof,
    ),
    Step(
        "Thành viên ấy tự kiểm chứng mọi lần dùng, không cần tiệm",
        "The member verifies every use herself, without the shop",
        evidence_steps.bundle_is_verified_offline,
    ),
    Step(
        "Tiệm thử gian dối: sửa một dòng, rồi giấu ba dòng",
        "The shop tries to cheat: alters a use, then hides three",
        evidence_steps.every_trick_is_noticed,
    ),
)


def play(stage: Stage, screen: Screen) -> bool:
    """All steps in order; False at the first that did not go as promised, which is named with its reason."""
    for number, step in enumerate(STEPS, start=1):
        screen.heading(f"{number}/{len(STEPS)} · {say(step.vi, step.en)}")
        try:
            step.play(stage, screen)
        except GiuloiError as error:
            screen.went_wrong(
                say(
                    f"Bước {number} không như lời hứa: {error}",
                    f"Step {number} did not go as promised: {error}",
                )
            )
            return False
    return True


def close(stage: Stage, screen: Screen) -> None:
    """The whole ledger leaf by leaf, and every file of the shop: is anybody's data readable? Raises GiuloiError."""
    head = checked(full=True)
    leaves = head.size if head else 0
    readable = _readable(stage.house.settings["GIULOI_DATA"])
    expect(not readable, say(f"đọc được trong {readable}", f"readable in {readable}"))
    screen.heading(
        say("Cuối cùng: cả cuốn sổ, cả thư mục dữ liệu", "Last: the whole ledger, the whole data folder")
    )
    screen.say(
        say(
            f"{leaves} dòng, tất cả dẫn tới mốc đã ký. Trong mọi tệp của tiệm không đọc được tên, điện thoại, email"
            " hay địa chỉ nào của hai vị khách trên.",
            f"{leaves} leaves, all of which lead to the signed head. In no file of the shop's can the name, phone,"
            " e-mail or address of these two customers be read.",
        )
    )


def _readable(folder: str) -> list[str]:
    """The files (database, key store, ledger) in which something of An or Bình stands in clear."""
    clear = [text.encode() for who in (AN, BINH) for text in (who.name, who.phone, who.email, who.address)]
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return [path.name for path in files if any(text in path.read_bytes() for text in clear)]
