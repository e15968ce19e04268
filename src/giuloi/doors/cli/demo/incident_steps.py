"""An attack: a key that nobody uses is tried, a file opens by itself, and the papers fill themselves in (IV.7)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from giuloi.doors.cli.demo.expect import WentWrong, expect
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.stage import Stage
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.promises.report.incidents.rows import IncidentRow

_WITHIN = 60.0  # seconds from an alarm to its file: what IV.7 asks of the clock
_LAW = timedelta(hours=72)  # Law 91/2025 art. 23.1: to the data-protection body


def stolen_key_opens_a_file(stage: Stage, screen: Screen) -> None:
    """IV.7: a honey key opens nothing and raises an alarm; the clock opens the incident, with its hours."""
    from giuloi.promises.report.detection import honey
    from giuloi.promises.report.incidents.duties import duties_of
    from giuloi.promises.report.incidents.kinds import KIND_WORDS, STAGE_WORDS, TO_WORDS

    token = honey.add_key("fulfilment", "supply", datetime.now(UTC))
    screen.say(say("Ai đó thử một khóa để sẵn làm bẫy.", "Somebody tries a key that was left as bait."))
    started = time.monotonic()
    _try(token)
    file = _file(started)
    seconds, kind = time.monotonic() - started, KIND_WORDS[file.kind]
    screen.found(
        say(f"hồ sơ mở sau {seconds:.1f} giây", f"a file opened after {seconds:.1f} s"), say(kind.vi, kind.en)
    )
    owed = [one for one in duties_of(file.id) if one.due_at]
    expect(
        any(one.due_at and one.due_at <= file.known_at + _LAW for one in owed), "no report is owed in 72 h"
    )
    screen.values(
        (
            say(TO_WORDS[one.to].vi, TO_WORDS[one.to].en),
            f"{say(words.vi, words.en)}: {clock_time(one.due_at)}",
        )
        for one in owed
        if one.due_at and (words := STAGE_WORDS[one.stage])
    )
    _whom_lan_saw(stage, screen, file.id)
    _papers(stage, screen, file.id)


def _try(token: str) -> None:
    from giuloi.records.credentials import UnknownActor, hold_with_key

    try:
        hold_with_key(token, "supply", datetime.now(UTC))
    except UnknownActor:
        return
    raise WentWrong(say("khóa bẫy lại dùng được", "the honey key was let in"))


def _file(started: float) -> IncidentRow:
    """Wait for the clock's own process, which knows nothing of this scene."""
    from giuloi.promises.report.incidents.opening import incidents

    while time.monotonic() < started + _WITHIN:
        if found := incidents():
            return found[0]
        time.sleep(0.1)
    raise WentWrong(say("không có hồ sơ sự cố sau một phút", "no incident file after a minute"))


def _whom_lan_saw(stage: Stage, screen: Screen, incident: int) -> None:
    """Had it been Lan's account: exactly whom she saw, from the ledger."""
    from giuloi.promises.report.incidents.affected import list_affected
    from giuloi.records.credentials import hold_as_staff
    from giuloi.records.uses.affected import Wanted

    now, lan = datetime.now(UTC), hold_as_staff(stage.lan, "promotion", stage.campaign).actor
    wanted = Wanted(frozenset({lan}), frozenset(), now - timedelta(hours=1), now + timedelta(seconds=1))
    found = list_affected(incident, wanted, now, "operator")
    expect(found.people == 2, f"{found.people} people, and Lan saw two")
    screen.found(
        say("nếu đó là tài khoản của Lan", "had it been Lan's account"),
        say(f"đúng 2 khách, trong {found.size} dòng của sổ", f"exactly 2 customers, of {found.size} leaves"),
    )


def _papers(stage: Stage, screen: Screen, incident: int) -> None:
    from giuloi.promises.report.documents.docx import docx
    from giuloi.promises.report.documents.filled import filled
    from giuloi.promises.report.documents.papers import NAMES, paper
    from giuloi.promises.report.documents.pdf import pdf

    folder = stage.house.folder / "papers"
    folder.mkdir(exist_ok=True)
    said = filled(incident, datetime.now(UTC))
    for name in NAMES:
        made = paper(name, said)
        (folder / f"{name}.docx").write_bytes(docx(made))
        (folder / f"{name}.pdf").write_bytes(pdf(made))
    screen.found(
        say("soạn sẵn, DOCX và PDF", "drafted, as DOCX and PDF"),
        say("tin báo công an, Mẫu số 08, biên bản", "the police report, form 08, the minutes"),
    )
    if stage.house.kept:
        screen.say(str(folder), "dim")
