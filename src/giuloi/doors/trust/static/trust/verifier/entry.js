// One leaf of the use ledger: canonical JSON of a closed schema, which is one regular expression (core/ledger/entry.py).

import { BadEvidence } from "./bad.js";
import { fromBase64Url, joined } from "./bytes.js";
import { hmacOf } from "./browser.js";
import { CHANNELS, EVENTS, OUTCOMES } from "./terms.js";

const LARGEST_LEAF = 512; // bytes
const WORD = "(?!(?:[a-z_.-]*[0-9]){5})[a-z][a-z0-9_.-]";
const SHAPES = {
  actor: `"(customer|(?:staff|key|bridge|code)/${WORD}{0,23}(?:/[0-9a-f]{16})?)"`,
  batch: "(true|false)",
  channel: `"(${CHANNELS.join("|")})"`,
  clause: '"((?:[IVXLCDM]{1,6}|[A-Z]|[1-9][0-9]?)(?:\\.[1-9][0-9]{0,2}){0,2})"',
  count: "([1-9][0-9]{0,15})",
  decision: `"(${OUTCOMES.join("|")})"`,
  event: `"(${EVENTS.join("|").replaceAll(".", "\\.")})"`,
  fields: "(0|[1-9][0-9]{0,15})",
  id: '"([A-Za-z0-9_-]{21}[AQgw])"',
  policy: '"([0-9a-f]{64})"',
  purpose: `"(|${WORD}{0,23})"`,
  recipient: `"(|${WORD}{0,31}|[0-9a-f]{32})"`,
  sc: '"([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])"',
  t: '"(20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)"',
  v: "(1)",
};
const NAMES = Object.keys(SHAPES);
const LEAF = new RegExp(`^\\{${NAMES.map((name) => `"${name}":${SHAPES[name]}`).join(",")}\\}$`);

// Read a leaf's text; BadEvidence for an unknown key, a wrong type, or a second spelling.
export function readLeaf(text) {
  // A leaf is ASCII, so its letters are its bytes; what is not ASCII matches nowhere below.
  if (text.length > LARGEST_LEAF) throw new BadEvidence("a leaf has at most 512 bytes");
  const found = LEAF.exec(text);
  if (!found) throw new BadEvidence("not a leaf");
  const values = Object.fromEntries(NAMES.map((name, at) => [name, found[at + 1]]));
  const [count, fields] = [Number(values.count), Number(values.fields)];
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(fields)) {
    throw new BadEvidence("a number in a leaf is below 2^53");
  }
  if (!isMoment(values.t)) throw new BadEvidence("not a moment of any calendar");
  return { ...values, count, fields, batch: values.batch === "true", code: fromBase64Url(values.sc) };
}

// Whether "2026-11-22T05:00:00Z" is on the calendar: Date would carry 31 June over into July.
function isMoment(text) {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text.replace("Z", ".000Z");
}

// A function that gives the sequence code of a counter: HMAC-SHA256(ledger key, "leaf" ‖ counter, 8 bytes).
export async function sequenceCodes(ledgerKey) {
  const hmac = await hmacOf(ledgerKey);
  const leaf = Uint8Array.of(0x6c, 0x65, 0x61, 0x66);
  return (counter) => {
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setBigUint64(0, BigInt(counter));
    return hmac(joined(leaf, eight));
  };
}
