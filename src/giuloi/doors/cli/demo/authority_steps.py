"""Two letters from the police: a forged one gets nothing, a true one exactly what two people approved (III.2)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zipfile import ZipFile

from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import mask_of
from giuloi.doors.cli.demo.cast import AN
from giuloi.doors.cli.demo.expect import WentWrong, expect
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.stage import Stage
from giuloi.doors.cli.told import field_named
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.promises.share.authority.intake import Intake

_KNOWN, _OF_THE_LETTER = "0594111222", "0594333444"  # of the register; and the one that the forger wrote
_ASKED, _GRANTED = ("name", "phone", "purchases"), ("name", "phone")


def forged_letter_gets_nothing(stage: Stage, screen: Screen) -> None:
    """III.2: a number that comes with the letter verifies nothing; who is called by the register denies it."""
    from giuloi.promises.share.authority import calls, intake, register, scope
    from giuloi.promises.share.authority.words import Called

    taker, unit = stage.legal[0], _unit(stage)
    file = intake.take_in(_letter(unit, "07/GIA", wide=True), taker, datetime.now(UTC))
    forged = register.enter_number(unit, _OF_THE_LETTER, "trong công văn", datetime.now(UTC), _ACTOR)
    screen.say(
        say(
            "Công văn đòi dữ liệu mọi khách, kèm một số để gọi lại. Hà nhập số ấy vào sổ:",
            "The letter wants everybody's data and brings a number to call. Hà enters that number in the register:",
        )
    )
    _refused(screen, lambda: calls.called_back(file, forged, Called.CONFIRMED, taker, datetime.now(UTC)))
    calls.called_back(file, _known_number(unit), Called.DENIED, taker, datetime.now(UTC))
    screen.say(
        say("Số có sẵn trong sổ: không ai gửi công văn này.", "The register's own number: nobody sent it.")
    )
    _refused(screen, lambda: scope.name_people(file, [(stage.an, None)], taker, datetime.now(UTC)))


def true_letter_gets_what_two_approved(stage: Stage, screen: Screen) -> None:
    """III.2: named customers, the least of fields, two others say yes, one sealed package, one leaf each."""
    from giuloi.promises.share.authority import calls, intake, scope
    from giuloi.promises.share.authority.approving import approve
    from giuloi.promises.share.authority.releasing import release
    from giuloi.promises.share.authority.words import Called

    (taker, *others), unit = stage.legal, _unit(stage)
    file = intake.take_in(_letter(unit, "12/CV-PC02"), taker, datetime.now(UTC))
    calls.called_back(file, _known_number(unit), Called.CONFIRMED, taker, datetime.now(UTC))
    scope.name_people(file, [(stage.an, None)], taker, datetime.now(UTC))
    granted = {one.id: mask_of(_GRANTED) for one in scope.people_of(file)}
    seen = scope.prepare(file, granted, "Điều 88 BLTTHS: chỉ cần liên hệ.", taker, datetime.now(UTC))
    screen.say(
        say(
            "Họ hỏi tên, điện thoại, hàng đã mua; Hà chỉ cắt lại tên và điện thoại, rồi tự duyệt:",
            "They ask for name, phone and purchases; Hà cuts it to name and phone, and approves it herself:",
        )
    )
    _refused(screen, lambda: approve(file, seen, taker, *_just_now()))
    for one in others:
        approve(file, seen, one, *_just_now())
    released = release(file, taker, *_just_now())
    given = _opened(file, others[0], released.passphrase)
    expect(given == {"name": AN.name, "phone": AN.phone}, say("không đúng phạm vi", "not what was approved"))
    screen.say(
        say("Hai người khác duyệt; gói niêm phong mở ra:", "Two others approve; the sealed package opens to:")
    )
    screen.values((field_named(name), value) for name, value in given.items())


def _unit(stage: Stage) -> int:
    """The register as it stood before any letter came: one authority, its unit, a number from its own web site."""
    from giuloi.promises.share.authority import register

    if known := register.register():
        return known[0].units[0].unit.id
    before = datetime.now(UTC) - timedelta(days=1)
    authority = register.add_authority("Công an thành phố Hà Nội", before, _ACTOR)
    unit = register.add_unit(authority, "Phòng Cảnh sát hình sự (PC02)", before, _ACTOR)
    register.enter_number(unit, _KNOWN, "trang web của cơ quan", before, _ACTOR)
    return unit


def _known_number(unit: int) -> int:
    from giuloi.promises.share.authority.register import numbers_of

    return numbers_of(unit)[0].id  # the oldest: it stood there before any letter


def _letter(unit: int, number: str, *, wide: bool = False) -> Intake:
    from giuloi.promises.share.authority.intake import Intake
    from giuloi.promises.share.authority.papers import Letter
    from giuloi.promises.share.authority.words import Came, Kind

    now = datetime.now(UTC)
    said = {"person": "Trung tá (tên bịa)", "basis": "Điều 88 BLTTHS"}
    return Intake(
        *(
            now - timedelta(seconds=30),
            Came.PAPER,
            unit,
            Kind.USER_INFO,
            False,
            number,
            now.astimezone(VIETNAM).date(),
        ),
        *(mask_of(_ASKED), wide, Letter("cong-van.pdf", b"%PDF-1.7 demo", said)),
    )


def _refused(screen: Screen, act: Callable[[], object]) -> None:
    """Do it; it has to be refused, with a reason."""
    from giuloi.promises.share.authority.problems import NotTaken
    from giuloi.promises.share.authority.steps import NotThisStep
    from giuloi.promises.share.authority.words import WHY_WORDS

    try:
        act()
    except NotTaken as error:
        words = error.words
    except NotThisStep as error:
        words = WHY_WORDS[error.why]
    else:
        raise WentWrong(say("lẽ ra phải bị chặn", "this should have been stopped"))
    screen.found(say("bị chặn", "stopped"), say(words.vi, words.en))


def _just_now() -> tuple[datetime, datetime]:
    """When the second factor was shown, and now."""
    now = datetime.now(UTC)
    return now, now


def _opened(file: int, approver: int, passphrase: str) -> dict[str, str]:
    from giuloi.promises.share.authority import handing
    from giuloi.promises.share.authority.package import decrypted

    _, sealed = handing.take_package(file, approver, datetime.now(UTC))
    with ZipFile(io.BytesIO(decrypted(sealed, passphrase))) as archive:
        [person] = json.loads(archive.read("data.json"))["people"]
    return {one["field"]: one["value"] for one in person["data"]}


_ACTOR = "staff/legal/0000000000000000"
