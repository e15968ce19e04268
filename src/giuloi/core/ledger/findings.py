"""What can be wrong with evidence: each thing has a lasting code and a sentence in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["vi", "en"]


class Code(StrEnum):
    """Stable names of findings: other programs may rely on them."""

    NOT_A_BUNDLE = "not_a_bundle"
    TOO_LARGE = "too_large"
    OTHER_LOG = "other_log"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_CHECKPOINT = "bad_checkpoint"
    INCONSISTENT_HEAD = "inconsistent_head"
    FORKED_HEAD = "forked_head"
    ROLLED_BACK_HEAD = "rolled_back_head"
    HEAD_NOT_COMPARED = "head_not_compared"
    BAD_RECEIPT = "bad_receipt"
    NO_EXPORT = "no_export"
    ALTERED_LEAF = "altered_leaf"
    BAD_INCLUSION_PROOF = "bad_inclusion_proof"
    BAD_BATCH_PROOF = "bad_batch_proof"
    FOREIGN_ENTRY = "foreign_entry"
    REPEATED_ENTRY = "repeated_entry"
    WRONG_ORDER = "wrong_order"
    MISSING_FIRST = "missing_first"
    MISSING_MIDDLE = "missing_middle"
    MISSING_LAST = "missing_last"
    BEYOND_END = "beyond_end"
    BAD_EARLIER_BUNDLE = "bad_earlier_bundle"
    OTHER_LEDGER_KEY = "other_ledger_key"
    REWRITTEN_HISTORY = "rewritten_history"
    NOTHING_NEW = "nothing_new"
    BAD_CONSENT_RECEIPT = "bad_consent_receipt"
    BAD_LOG_PROOF = "bad_log_proof"
    BAD_REPORT = "bad_report"
    KEY_FROM_BUNDLE = "key_from_bundle"


NOTES = frozenset({Code.KEY_FROM_BUNDLE, Code.HEAD_NOT_COMPARED})  # worth knowing, but nothing is wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `where` is a number ("7", "3–7"), the name of a part, or a fingerprint."""

    code: Code
    where: str = ""

    @property
    def fault(self) -> bool:
        """Whether something is wrong; a note is not."""
        return self.code not in NOTES

    def say(self, language: Language) -> str:
        """The sentence for people."""
        return _SENTENCES[self.code][("vi", "en").index(language)].format(where=self.where)


_SENTENCES: dict[Code, tuple[str, str]] = {
    Code.NOT_A_BUNDLE: (
        "đây không phải là một bộ bằng chứng đúng mẫu (chỗ sai: {where})",
        "this is not a bundle of the right form (where: {where})",
    ),
    Code.TOO_LARGE: (
        "lớn hơn mức được phép ({where})",
        "larger than allowed ({where})",
    ),
    Code.OTHER_LOG: (
        "thuộc về một cuốn sổ khác ({where})",
        "belongs to another log ({where})",
    ),
    Code.UNKNOWN_KEY: (
        "không có chữ ký nào của khóa đã biết ({where})",
        "not signed by any known key ({where})",
    ),
    Code.BAD_SIGNATURE: (
        "chữ ký sai ({where})",
        "the signature is wrong ({where})",
    ),
    Code.BAD_CHECKPOINT: (
        "mốc sổ số {where} không đọc được",
        "checkpoint {where} cannot be read",
    ),
    Code.INCONSISTENT_HEAD: (
        "chưa chứng minh được mốc sổ số {where} là phần đầu của mốc mới nhất: sổ có thể đã bị viết lại",
        "checkpoint {where} is not shown to be the beginning of the newest: the log may have been rewritten",
    ),
    Code.FORKED_HEAD: (
        "có hai sổ khác nhau cùng một độ dài ({where}): cửa hàng đã ký hai điều trái nhau",
        "two different logs of one size ({where}): the shop has signed a contradiction",
    ),
    Code.ROLLED_BACK_HEAD: (
        "sổ ngắn lại so với một mốc đã ký trước đó ({where})",
        "the log is shorter than at a checkpoint signed before ({where})",
    ),
    Code.HEAD_NOT_COMPARED: (
        "mốc quý khách đang giữ (độ dài {where}) chưa so được: tệp này không có mốc đó. Điều này chưa có nghĩa là"
        " sai; hãy xin bộ mới có mốc đó (giuloi ledger bundle … --since {where})",
        "the checkpoint you hold (size {where}) could not be compared: this file does not include it. That alone"
        " is no fault; ask for a bundle that does (giuloi ledger bundle … --since {where})",
    ),
    Code.BAD_RECEIPT: (
        "biên nhận không khớp ({where})",
        "the receipt does not fit ({where})",
    ),
    Code.NO_EXPORT: (
        "dòng cuối (dòng {where}) không phải là lần xuất bộ bằng chứng này",
        "the last entry ({where}) is not this bundle's own export",
    ),
    Code.ALTERED_LEAF: (
        "dòng {where} đã bị sửa",
        "entry {where} was altered",
    ),
    Code.BAD_INCLUSION_PROOF: (
        "dòng {where} không có trong sổ đã ký, hoặc bằng chứng của nó sai",
        "entry {where} is not in the signed log, or its proof is wrong",
    ),
    Code.BAD_BATCH_PROOF: (
        "dòng {where}: bằng chứng trong lô sai",
        "entry {where}: the proof inside its batch is wrong",
    ),
    Code.FOREIGN_ENTRY: (
        "dòng {where} không phải của quý khách, hoặc mã thứ tự đã bị sửa",
        "entry {where} is not yours, or its sequence code was altered",
    ),
    Code.REPEATED_ENTRY: (
        "dòng {where} lặp lại một dòng trước",
        "entry {where} repeats an earlier one",
    ),
    Code.WRONG_ORDER: (
        "dòng {where} đứng sai thứ tự",
        "entry {where} is out of order",
    ),
    Code.MISSING_FIRST: (
        "thiếu từ đầu: lần sử dụng số {where}",
        "missing at the beginning: use {where}",
    ),
    Code.MISSING_MIDDLE: (
        "thiếu ở giữa: lần sử dụng số {where}",
        "missing in the middle: use {where}",
    ),
    Code.MISSING_LAST: (
        "thiếu ở cuối: lần sử dụng số {where}",
        "missing at the end: use {where}",
    ),
    Code.BEYOND_END: (
        "dòng {where} nằm sau điểm kết thúc đã ký trong biên nhận",
        "entry {where} comes after the end that the receipt signs",
    ),
    Code.BAD_EARLIER_BUNDLE: (
        "không so được với bộ trước: chính bộ trước không đúng ({where})",
        "cannot be compared with the earlier bundle, which is itself not good ({where})",
    ),
    Code.OTHER_LEDGER_KEY: (
        "bộ này dùng một khóa sổ khác với bộ trước ({where} dòng) của quý khách: đây là một chuỗi sử dụng khác",
        "this bundle has another ledger key than your earlier one (of {where} entries): you are shown another trail",
    ),
    Code.REWRITTEN_HISTORY: (
        "từ dòng {where}, bộ này không còn giống bộ trước của quý khách: quá khứ đã bị viết lại",
        "from entry {where} on this bundle differs from your earlier one: the past was rewritten",
    ),
    Code.NOTHING_NEW: (
        "bộ này không mới hơn bộ trước của quý khách (số dòng: {where}), dù mỗi lần xuất đều thêm một dòng",
        "this bundle is no newer than your earlier one (entries: {where}), though every export adds one",
    ),
    Code.BAD_CONSENT_RECEIPT: (
        "biên nhận đồng ý này không đúng ({where})",
        "this consent receipt does not hold ({where})",
    ),
    Code.BAD_REPORT: (
        "báo cáo này không đúng như đã ký ({where})",
        "this report is not as it was signed ({where})",
    ),
    Code.BAD_LOG_PROOF: (
        "bằng chứng cho dòng này không đúng ({where})",
        "this proof of a leaf does not hold ({where})",
    ),
    Code.KEY_FROM_BUNDLE: (
        "khóa của sổ lấy từ chính tệp này; hãy so với trang công khai của cửa hàng: {where}",
        "the log's key came from this very file; compare it with the shop's public page: {where}",
    ),
}
