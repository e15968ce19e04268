// What can be wrong with evidence: lasting codes (docs/bundle.md) and a sentence each, in two languages.
// The sentences are those of core/ledger/findings.py; a test compares every one.

// Worth knowing, but nothing is wrong.
const NOTES = ["key_from_bundle", "head_not_compared"];

export function finding(code, where = "") {
  return { code, where: String(where), fault: !NOTES.includes(code) };
}

export function sentence(found, language) {
  return SENTENCES[found.code][language === "vi" ? 0 : 1].replaceAll("{where}", () => found.where);
}

export const SENTENCES = {
  not_a_bundle: [
    "đây không phải là một bộ bằng chứng đúng mẫu (chỗ sai: {where})",
    "this is not a bundle of the right form (where: {where})",
  ],
  too_large: [
    "lớn hơn mức được phép ({where})",
    "larger than allowed ({where})",
  ],
  other_log: [
    "thuộc về một cuốn sổ khác ({where})",
    "belongs to another log ({where})",
  ],
  unknown_key: [
    "không có chữ ký nào của khóa đã biết ({where})",
    "not signed by any known key ({where})",
  ],
  bad_signature: [
    "chữ ký sai ({where})",
    "the signature is wrong ({where})",
  ],
  bad_checkpoint: [
    "mốc sổ số {where} không đọc được",
    "checkpoint {where} cannot be read",
  ],
  inconsistent_head: [
    "chưa chứng minh được mốc sổ số {where} là phần đầu của mốc mới nhất: sổ có thể đã bị viết lại",
    "checkpoint {where} is not shown to be the beginning of the newest: the log may have been rewritten",
  ],
  forked_head: [
    "có hai sổ khác nhau cùng một độ dài ({where}): cửa hàng đã ký hai điều trái nhau",
    "two different logs of one size ({where}): the shop has signed a contradiction",
  ],
  rolled_back_head: [
    "sổ ngắn lại so với một mốc đã ký trước đó ({where})",
    "the log is shorter than at a checkpoint signed before ({where})",
  ],
  head_not_compared: [
    "mốc quý khách đang giữ (độ dài {where}) chưa so được: tệp này không có mốc đó. Điều này chưa có nghĩa là sai; hãy xin bộ mới có mốc đó (giuloi ledger bundle … --since {where})",
    "the checkpoint you hold (size {where}) could not be compared: this file does not include it. That alone is no fault; ask for a bundle that does (giuloi ledger bundle … --since {where})",
  ],
  bad_receipt: [
    "biên nhận không khớp ({where})",
    "the receipt does not fit ({where})",
  ],
  no_export: [
    "dòng cuối (dòng {where}) không phải là lần xuất bộ bằng chứng này",
    "the last entry ({where}) is not this bundle's own export",
  ],
  altered_leaf: [
    "dòng {where} đã bị sửa",
    "entry {where} was altered",
  ],
  bad_inclusion_proof: [
    "dòng {where} không có trong sổ đã ký, hoặc bằng chứng của nó sai",
    "entry {where} is not in the signed log, or its proof is wrong",
  ],
  bad_batch_proof: [
    "dòng {where}: bằng chứng trong lô sai",
    "entry {where}: the proof inside its batch is wrong",
  ],
  foreign_entry: [
    "dòng {where} không phải của quý khách, hoặc mã thứ tự đã bị sửa",
    "entry {where} is not yours, or its sequence code was altered",
  ],
  repeated_entry: [
    "dòng {where} lặp lại một dòng trước",
    "entry {where} repeats an earlier one",
  ],
  wrong_order: [
    "dòng {where} đứng sai thứ tự",
    "entry {where} is out of order",
  ],
  missing_first: [
    "thiếu từ đầu: lần sử dụng số {where}",
    "missing at the beginning: use {where}",
  ],
  missing_middle: [
    "thiếu ở giữa: lần sử dụng số {where}",
    "missing in the middle: use {where}",
  ],
  missing_last: [
    "thiếu ở cuối: lần sử dụng số {where}",
    "missing at the end: use {where}",
  ],
  beyond_end: [
    "dòng {where} nằm sau điểm kết thúc đã ký trong biên nhận",
    "entry {where} comes after the end that the receipt signs",
  ],
  bad_earlier_bundle: [
    "không so được với bộ trước: chính bộ trước không đúng ({where})",
    "cannot be compared with the earlier bundle, which is itself not good ({where})",
  ],
  other_ledger_key: [
    "bộ này dùng một khóa sổ khác với bộ trước ({where} dòng) của quý khách: đây là một chuỗi sử dụng khác",
    "this bundle has another ledger key than your earlier one (of {where} entries): you are shown another trail",
  ],
  rewritten_history: [
    "từ dòng {where}, bộ này không còn giống bộ trước của quý khách: quá khứ đã bị viết lại",
    "from entry {where} on this bundle differs from your earlier one: the past was rewritten",
  ],
  nothing_new: [
    "bộ này không mới hơn bộ trước của quý khách (số dòng: {where}), dù mỗi lần xuất đều thêm một dòng",
    "this bundle is no newer than your earlier one (entries: {where}), though every export adds one",
  ],
  bad_consent_receipt: [
    "biên nhận đồng ý này không đúng ({where})",
    "this consent receipt does not hold ({where})",
  ],
  bad_report: [
    "báo cáo này không đúng như đã ký ({where})",
    "this report is not as it was signed ({where})",
  ],
  bad_log_proof: [
    "bằng chứng cho dòng này không đúng ({where})",
    "this proof of a leaf does not hold ({where})",
  ],
  key_from_bundle: [
    "khóa của sổ lấy từ chính tệp này; hãy so với trang công khai của cửa hàng: {where}",
    "the log's key came from this very file; compare it with the shop's public page: {where}",
  ],
};
