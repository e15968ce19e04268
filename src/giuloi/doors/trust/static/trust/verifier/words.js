// What the pages of the verifier say, in Vietnamese and in English.

export const WORDS = {
  file: ["Tệp bằng chứng cần kiểm chứng", "The file of evidence to verify"],
  fileHelp: [
    "Bộ bằng chứng, biên nhận đồng ý (.json), bằng chứng của một dòng (.tlog-proof), hoặc báo cáo tuân thủ. Tệp không rời máy này.",
    "A bundle, a consent receipt (.json), one entry's proof (.tlog-proof) or a report. The file does not leave this device.",
  ],
  key: ["Khóa công khai của sổ", "The log's public key"],
  keyHelp: [
    "Dán khóa quý khách biết từ nơi khác (biên nhận cũ, người quen). Để trống thì khóa lấy từ chính bộ bằng chứng.",
    "Paste the key you know from elsewhere (an old receipt, a friend). Left empty, the bundle's own key is used.",
  ],
  more: ["So với lần trước", "Compare with last time"],
  head: ["Mốc sổ đã giữ từ trước", "A checkpoint kept from before"],
  headHelp: ["Cần có khóa ở trên.", "Needs the key above."],
  before: ["Bộ bằng chứng nhận lần trước", "The bundle you were given before"],
  beforeHelp: [
    "Chỉ có bộ cũ mới cho thấy quý khách có đang bị đưa cho xem một chuỗi khác hay không.",
    "Only an earlier one can show whether you are being shown another trail.",
  ],
  verify: ["Kiểm chứng", "Verify"],
  working: ["Đang kiểm chứng…", "Verifying…"],
  good: ["Đúng: không thấy gì sai.", "Good: nothing is wrong."],
  bad: ["Sai: đừng tin tệp này.", "Bad: do not believe this file."],
  none: ["Chưa kiểm chứng được.", "Not verified."],
  cannot: [
    "Trình duyệt này không kiểm được chữ ký Ed25519, nên không thể nói tệp này đúng hay sai. Hãy mở trang này bằng" +
      " một trình duyệt mới hơn, hoặc dùng lệnh giuloi verify.",
    "This browser cannot check Ed25519 signatures, so it cannot say whether the file is good. Open this page in a newer" +
      " browser, or use the command giuloi verify.",
  ],
  chooseFile: ["Hãy chọn một tệp.", "Choose a file."],
  unreadable: ["Tệp không đọc được.", "The file cannot be read."],
  badKey: [
    "Khóa hoặc mốc sổ đã nhập không đúng: khóa có dạng tên+0123abcd+base64, mốc sổ phải do khóa ấy ký.",
    "The key or the checkpoint is not right: a key looks like name+0123abcd+base64, the checkpoint is signed by it.",
  ],
  needsKey: [
    "Biên nhận và bằng chứng của một dòng cần khóa của sổ (và chỉ khóa): trong tệp không có khóa.",
    "A receipt or the proof of an entry needs the log's key (and the key only): the file does not hold it.",
  ],
  complete: [
    "Bộ này có {n} lần dữ liệu của quý khách được đụng tới, đủ và đúng thứ tự, không thiếu lần nào tới lúc xuất.",
    "This bundle has {n} times that your data was touched, all of them and in order up to the export.",
  ],
  asOf: ["Xuất lúc {t}: không kể gì sau đó.", "Exported at {t}: it tells nothing later."],
  proofGood: ["Dòng này có thật trong cuốn sổ mà cửa hàng đã ký.", "This entry stands in the log that the shop signed."],
  reportGood: [
    "Báo cáo tuân thủ do chính cửa hàng ký và chưa bị sửa: mỗi điều khoản được giữ đến đâu, bằng gì.",
    "The conformance report is signed by the shop and unaltered: how far each clause is kept, and by what.",
  ],
  consentGood: [
    "Biên nhận do chính cửa hàng ký và chưa bị sửa. Nguyên văn lời quý khách đã trả lời:",
    "The receipt is signed by the shop and unaltered. The words you answered:",
  ],
  found: ["Điều tìm thấy", "What was found"],
  uses: ["Ai đã dùng, để làm gì", "Who used it, and what for"],
  usesDoubted: ["Các dòng trong tệp (đừng tin khi tệp sai)", "The entries of the file (not to be believed)"],
  when: ["Lúc", "When"],
  what: ["Việc", "What"],
  why: ["Để làm gì", "What for"],
  which: ["Thông tin", "Which data"],
  who: ["Ai", "Who"],
  clause: ["Điều khoản", "Clause"],
  notAllowed: ["không được phép", "not allowed"],
  customer: ["chính quý khách", "you yourself"],
  shopsCode: ["phần mềm", "software"],
  staff: ["nhân viên", "staff"],
  machineKey: ["máy có khóa", "a machine with a key"],
  bridge: ["cầu nối", "a bridge"],
  log: ["Sổ", "Log"],
  leaves: ["dòng", "entries"],
  language: ["English", "Tiếng Việt"],
  title: ["Kiểm chứng bằng chứng của cửa hàng", "Verify a shop's evidence"],
  offline: [
    "Trang này chạy ngay trên máy của quý khách và không nối mạng: có thể ngắt mạng trước khi dùng.",
    "This page works on your own device and uses no network: disconnect first if you like.",
  ],
};

export const EVENT_WORDS = {
  reveal: ["mở xem", "opened"],
  refuse: ["từ chối mở", "refused"],
  not_opened: ["không mở", "not opened"],
  find: ["tìm ra khách", "looked up"],
  "consent.requested": ["hỏi đồng ý", "consent asked for"],
  "consent.given": ["đã đồng ý", "consent given"],
  "consent.refused": ["không đồng ý", "consent refused"],
  "consent.withdrawn": ["rút lại đồng ý", "consent withdrawn"],
  "consent.expired": ["đồng ý hết hạn", "consent expired"],
  register: ["đăng ký", "registered"],
  accept: ["nhận bản chính sách mới", "accepted a policy version"],
  rectify: ["sửa thông tin", "corrected"],
  order: ["đặt hàng", "ordered"],
  request: ["gửi yêu cầu", "asked the shop"],
  export: ["xuất bằng chứng", "exported"],
  disclose: ["cung cấp ra ngoài", "disclosed"],
  print: ["in ra giấy", "printed"],
  "erase.intent": ["bắt đầu xóa vĩnh viễn", "erasure begun"],
  "erase.live_done": ["đã xóa vĩnh viễn", "erased"],
  "erase.backups_unreadable": ["bản sao lưu hết đọc được", "backups unreadable"],
};

export const PURPOSE_WORDS = {
  supply: ["cung cấp hàng hóa", "supply"],
  care: ["chăm sóc khách hàng", "customer care"],
  notice: ["thông báo bắt buộc", "service notices"],
  promotion: ["khuyến mãi", "promotions"],
  services: ["giới thiệu dịch vụ", "offers of services"],
  engagement: ["nâng cao tương tác", "engagement"],
  advertising: ["quảng cáo của bên thứ ba", "advertising by third parties"],
  account: ["tài khoản của quý khách", "the customer's account"],
  rights: ["thực hiện quyền của quý khách", "the customer's rights"],
  authority_request: ["yêu cầu của cơ quan có thẩm quyền", "an authority's request"],
};

export const ROLE_WORDS = {
  care: ["chăm sóc", "care"],
  fulfilment: ["soạn và giao hàng", "fulfilment"],
  marketing: ["tiếp thị", "marketing"],
};

// The half of a pair in a language.
export function chosen(pair, language) {
  return pair[language === "vi" ? 0 : 1];
}
