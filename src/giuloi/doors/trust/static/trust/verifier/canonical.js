// One sequence of bytes for one JSON value (RFC 8785): what a consent receipt's signature is over.
// Values are those of json.js. Half characters, numbers beyond 2^53 - 1 and deep nesting have no canonical form.

import { BadEvidence } from "./bad.js";
import { encoded, isWhole } from "./bytes.js";

const DEEPEST_SIGNED = 32;

export function canonical(value) {
  return encoded(written(value, DEEPEST_SIGNED));
}

function written(value, levels) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writtenText(value);
  if (typeof value === "number") return String(value === 0 ? 0 : value); // JSON's -0 is 0
  if (typeof value === "bigint") throw new BadEvidence("a number beyond 2^53 - 1 has no canonical form");
  if (levels === 0) throw new BadEvidence("nothing is signed that is nested more than 32 levels deep");
  if (Array.isArray(value)) return `[${value.map((item) => written(item, levels - 1)).join(",")}]`;
  // sort() compares UTF-16 code units, as RFC 8785 §3.2.3 asks.
  const names = [...value.keys()].sort();
  return `{${names.map((name) => `${writtenText(name)}:${written(value.get(name), levels - 1)}`).join(",")}}`;
}

// Of whole text JSON.stringify writes just what RFC 8785 §3.2.2.2 asks for.
function writtenText(text) {
  if (!isWhole(text)) throw new BadEvidence("text with half a surrogate pair has no canonical form");
  return JSON.stringify(text);
}
