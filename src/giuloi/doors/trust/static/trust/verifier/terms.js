// The words a leaf may hold, in the order of core/terms.py, core/ledger/entry.py and core/fields.py.
// A test compares each list with Python's: who adds an event or a field there adds it here.

export const CHANNELS = ["in_house", "email", "sms", "phone", "zalo", "messenger", "post"];

export const OUTCOMES = ["allowed", "denied", "gap"];

export const EVENTS = [
  "reveal",
  "refuse",
  "not_opened",
  "find",
  "consent.requested",
  "consent.given",
  "consent.refused",
  "consent.withdrawn",
  "consent.expired",
  "register",
  "accept",
  "rectify",
  "order",
  "request",
  "export",
  "disclose",
  "print",
  "erase.intent",
  "erase.live_done",
  "erase.backups_unreadable",
];

// By bit: the first is bit 0.
export const FIELDS = [
  ["họ tên", "name"],
  ["điện thoại", "phone"],
  ["email", "e-mail"],
  ["địa chỉ", "address"],
  ["năm sinh", "year of birth"],
  ["Zalo", "Zalo identity"],
  ["Messenger", "Messenger identity"],
  ["hàng đã mua", "what was bought"],
  ["người nhận", "name for delivery"],
  ["điện thoại nhận hàng", "phone for delivery"],
  ["địa chỉ giao hàng", "address for delivery"],
  ["ghi chú đơn hàng", "note on the order"],
  ["nội dung chăm sóc", "what was written to care"],
  ["lời cam đoan khi đăng ký", "declaration at registration"],
  ["thông tin hóa đơn", "invoice data"],
  ["tệp gửi kèm", "attached file"],
  ["ý kiến sau khi mua", "opinion after buying"],
];
