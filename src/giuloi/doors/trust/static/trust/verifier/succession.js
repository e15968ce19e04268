// Whether one bundle of a customer goes on from an earlier one: only that tells a second ledger key.

import { same } from "./bytes.js";
import { finding } from "./findings.js";

// What is wrong with `later` as the continuation of `earlier`: none when it strictly extends it.
export function goesOn(earlier, later) {
  if (earlier.origin !== later.origin) return [finding("other_log", `${earlier.origin} → ${later.origin}`)];
  const count = earlier.entries.length;
  if (!same(earlier.ledgerKey, later.ledgerKey)) return [finding("other_ledger_key", count)];
  const findings = [];
  const changed = earlier.entries.findIndex((one, at) => {
    const other = later.entries[at];
    return other && (one.index !== other.index || !same(one.hash, other.hash));
  });
  if (changed >= 0) findings.push(finding("rewritten_history", changed + 1));
  if (later.entries.length <= count) findings.push(finding("nothing_new", `${count} → ${later.entries.length}`));
  return findings;
}
