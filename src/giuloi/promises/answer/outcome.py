"""How the end of a request is told to its customer: the result, the ground of a refusal, and where they can turn."""

from __future__ import annotations

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.request_kinds import GROUNDS, RequestState

# Clause VIII.2, in one sentence: told with every end that is not all that was asked.
COMPLAIN = Words(
    "Nếu quý khách thấy chưa đúng, quý khách có quyền khiếu nại với tiệm, với cơ quan chuyên trách bảo vệ dữ liệu cá "
    "nhân, hoặc khởi kiện (mục VIII.2).",
    "If you think that this is not right, you may complain to the shop or to the authority for the protection of "
    "personal data, or go to court (clause VIII.2).",
)
_RESULT = {
    RequestState.DONE: Words("Yêu cầu của quý khách đã được thực hiện.", "Your request was carried out."),
    RequestState.PARTLY: Words(
        "Yêu cầu của quý khách được thực hiện một phần. Phần còn lại không làm được vì: {ground}.",
        "Your request was carried out in part. The rest could not be done: {ground}.",
    ),
    RequestState.REFUSED: Words(
        "Yêu cầu của quý khách không thực hiện được vì: {ground}.",
        "Your request could not be carried out: {ground}.",
    ),
}
_TAKEN_BACK = Words("Quý khách đã rút lại yêu cầu này.", "You took this request back.")


def result(state: RequestState, ground: str = "") -> Words:
    """The sentence for an end. Raises GiuloiError for a request that has not ended."""
    if state not in _RESULT:
        raise GiuloiError(f"a request that is {state.value!r} has no result yet")
    if ground == "taken_back":
        return _TAKEN_BACK
    why = GROUNDS.get(ground, Words(ground, ground))
    words = _RESULT[state]
    return Words(words.vi.format(ground=why.vi), words.en.format(ground=why.en))
