// JSON, read so that no two readers see two things: as core/ledger/bundle_file.py read_json does.
// A key that stands twice, a fraction, an exponent, NaN, half a byte of UTF-8 or anything after the end is refused.
// Objects are Maps (no key has a meaning of its own); numbers beyond 2^53 - 1 are BigInt, so that they are seen.

import { BadEvidence, TooLarge } from "./bad.js";
import { decoded } from "./bytes.js";

const DEEPEST_READ = 900;
const LONGEST_NUMBER = 4300; // digits: as Python's int()
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const CONSTANTS = { NaN: 1, Infinity: 1, "-Infinity": 1 };

export function readJson(bytes) {
  let text;
  try {
    text = decoded(bytes);
  } catch {
    throw notJson();
  }
  return new JsonReader(text).whole();
}

function notJson() {
  return new BadEvidence("JSON");
}

class JsonReader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  whole() {
    this.taken(SPACE);
    const value = this.value(0);
    this.taken(SPACE);
    if (this.at !== this.text.length) throw notJson();
    return value;
  }

  // What a sticky pattern matches here, and step over it.
  taken(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  word(expected) {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  value(depth) {
    const next = this.text[this.at];
    if (next === '"') return this.string();
    if (next === "{" || next === "[") {
      if (depth >= DEEPEST_READ) throw new TooLarge("nesting");
      return next === "{" ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (this.word("true")) return true;
    if (this.word("false")) return false;
    if (this.word("null")) return null;
    for (const constant in CONSTANTS) if (this.word(constant)) throw new BadEvidence("a number that is not whole");
    return this.number();
  }

  number() {
    const found = this.taken(NUMBER);
    if (!found) throw notJson();
    if (found[1] || found[2]) throw new BadEvidence("a number that is not whole");
    if (found[0].replace("-", "").length > LONGEST_NUMBER) throw notJson();
    const number = Number(found[0]);
    return Number.isSafeInteger(number) ? number : BigInt(found[0]);
  }

  string() {
    this.at += 1;
    let text = this.taken(PLAIN)[0];
    while (this.text[this.at] === "\\") {
      text += this.escape();
      text += this.taken(PLAIN)[0];
    }
    if (!this.word('"')) throw notJson();
    return text;
  }

  escape() {
    const letter = this.text[this.at + 1];
    this.at += 2;
    if (letter !== "u") {
      if (letter === undefined || !Object.hasOwn(ESCAPES, letter)) throw notJson();
      return ESCAPES[letter];
    }
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw notJson();
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  array(depth) {
    const items = [];
    this.at += 1;
    this.taken(SPACE);
    if (this.word("]")) return items;
    for (;;) {
      items.push(this.value(depth));
      this.taken(SPACE);
      if (this.word("]")) return items;
      if (!this.word(",")) throw notJson();
      this.taken(SPACE);
    }
  }

  object(depth) {
    const pairs = [];
    this.at += 1;
    this.taken(SPACE);
    if (this.word("}")) return new Map();
    for (;;) {
      if (this.text[this.at] !== '"') throw notJson();
      const name = this.string();
      this.taken(SPACE);
      if (!this.word(":")) throw notJson();
      this.taken(SPACE);
      pairs.push([name, this.value(depth)]);
      this.taken(SPACE);
      if (this.word("}")) return once(pairs);
      if (!this.word(",")) throw notJson();
      this.taken(SPACE);
    }
  }
}

function once(pairs) {
  const found = new Map(pairs);
  if (found.size !== pairs.length) throw new BadEvidence("a key stands twice");
  return found;
}
