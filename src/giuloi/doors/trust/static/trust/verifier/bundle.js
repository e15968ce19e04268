// The form of a customer's bundle (docs/bundle.md): read strictly, nothing in it verified.
// BadEvidence and TooLarge name the place that is wrong, as core/ledger/bundle_file.py does: "entries[3].proof".

import { BadEvidence, TooLarge } from "./bad.js";
import { encoded, fromBase64, isWhole } from "./bytes.js";
import { readJson } from "./json.js";
import { HASH_BYTES } from "./merkle.js";
import { readKey } from "./note.js";
import { LONGEST_PROOF } from "./proof.js";

const FORMAT = "giuloi/bundle@v1";
export const LARGEST_BUNDLE = 64 * 2 ** 20; // bytes
export const MOST_ENTRIES = 100_000;
const MOST_HEADS = 10_000;
const MOST_KEYS = 100;
const CODE_BYTES = 32;
const TOP = ["format", "origin", "log_keys", "ledger_key", "entries", "heads", "receipt_key", "receipt"];

export async function readBundle(bytes) {
  if (bytes.length > LARGEST_BUNDLE) throw new TooLarge("file");
  const top = new Place("", readJson(bytes)).object(TOP);
  if (top.format.value !== FORMAT) throw new BadEvidence("format");
  const bundle = { origin: top.origin.text(), logKeys: [] };
  for (const place of top.log_keys.each(MOST_KEYS)) bundle.logKeys.push(await keyAt(place));
  bundle.ledgerKey = top.ledger_key.raw(CODE_BYTES);
  bundle.entries = top.entries.each(MOST_ENTRIES).map(entryAt);
  bundle.heads = top.heads.each(MOST_HEADS).map(headAt);
  bundle.receiptKey = encoded(top.receipt_key.text());
  bundle.receipt = encoded(top.receipt.text());
  return bundle;
}

// A JSON value with the path to it.
class Place {
  constructor(path, value) {
    this.path = path;
    this.value = value;
  }

  object(names) {
    const found = this.value;
    if (!(found instanceof Map) || found.size !== names.length || !names.every((name) => found.has(name))) {
      throw new BadEvidence(this.path || "top level");
    }
    const path = this.path ? `${this.path}.` : "";
    return Object.fromEntries(names.map((name) => [name, new Place(path + name, found.get(name))]));
  }

  each(most) {
    if (!Array.isArray(this.value)) throw new BadEvidence(this.path);
    if (this.value.length > most) throw new TooLarge(this.path);
    return this.value.map((one, number) => new Place(`${this.path}[${number}]`, one));
  }

  text() {
    if (typeof this.value !== "string" || !isWhole(this.value)) throw new BadEvidence(this.path);
    return this.value;
  }

  raw(length) {
    let raw;
    try {
      raw = fromBase64(this.text());
    } catch {
      throw new BadEvidence(this.path);
    }
    if (raw.length !== length) throw new BadEvidence(this.path);
    return raw;
  }

  // A whole number from 0 to 2^53 - 1, as BigInt; json.js gives what is beyond as BigInt.
  number() {
    if (typeof this.value !== "number" || this.value < 0) throw new BadEvidence(this.path);
    return BigInt(this.value);
  }
}

async function keyAt(place) {
  const text = place.text();
  try {
    return await readKey(text);
  } catch (error) {
    throw error instanceof BadEvidence ? new BadEvidence(place.path) : error;
  }
}

function entryAt(place) {
  const parts = place.object(["leaf", "hash", "index", "proof", "batch"]);
  return {
    leaf: parts.leaf.text(),
    hash: parts.hash.raw(HASH_BYTES),
    index: parts.index.number(),
    proof: proofAt(parts.proof),
    batch: parts.batch.value === null ? null : memberAt(parts.batch),
  };
}

function memberAt(place) {
  const parts = place.object(["code", "position", "proof"]);
  return { code: parts.code.raw(CODE_BYTES), position: parts.position.number(), proof: proofAt(parts.proof) };
}

function headAt(place) {
  const parts = place.object(["checkpoint", "proof"]);
  return { checkpoint: parts.checkpoint.text(), proof: proofAt(parts.proof) };
}

function proofAt(place) {
  // A consistency proof may be one hash longer than the longest inclusion proof.
  return place.each(LONGEST_PROOF + 1).map((one) => one.raw(HASH_BYTES));
}
