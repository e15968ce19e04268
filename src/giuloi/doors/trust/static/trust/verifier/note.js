// Signed notes (c2sp.org/signed-note), Ed25519 only: as core/ledger/note.py reads them.

import { BadEvidence, BadSignature, MalformedNote, UnknownKey } from "./bad.js";
import { decoded, encoded, fromBase64, joined, toBase64, toHex } from "./bytes.js";
import { sha256, verified } from "./browser.js";

export const LARGEST_NOTE = 1_000_000; // bytes
const MOST_SIGNATURES = 100;
const SIGNED_LINE = /^— ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/;
const VKEY = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;
// Python's white space, which is not quite JavaScript's; plus; controls; halves of characters.
const NOT_IN_NAMES =
  /[\x00-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+\p{Surrogate}]/u;

// "name+hexkeyid+base64(0x01‖key)" → {name, publicKey, id, text}; BadEvidence, also when the id is another key's.
export async function readKey(text) {
  const found = VKEY.exec(text);
  if (!found) throw new BadEvidence("no verifier key: it looks like name+0123abcd+base64");
  const [, name, id, base64] = found;
  const key = fromBase64(base64);
  if (key[0] !== 1) throw new BadEvidence("the key is not Ed25519");
  if (!isName(name) || key.length !== 33) throw new BadEvidence("a name has no spaces, a key 32 bytes");
  const own = toHex((await sha256(joined(encoded(`${name}\n`), key))).slice(0, 4));
  if (own !== id) throw new BadEvidence(`the key does not have the id ${id}: it was copied wrong`);
  return { name, publicKey: key.slice(1), id, text };
}

// What two people compare by eye or on the telephone: SHA-256 of the key, in groups of four.
export async function fingerprint(key) {
  const digest = toHex(await sha256(encoded(key.text))).slice(0, 32);
  return digest.match(/.{4}/g).join(" ");
}

// Take a note apart. MalformedNote; verifies nothing.
export function readNote(bytes) {
  if (bytes.length > LARGEST_NOTE) throw new MalformedNote("a note has at most 1000000 bytes");
  let whole;
  try {
    whole = decoded(bytes);
  } catch {
    throw new MalformedNote("a note is UTF-8");
  }
  if (/[\x00-\x09\x0b-\x1f]/.test(whole)) throw new MalformedNote("a note has no control characters");
  const blank = whole.lastIndexOf("\n\n");
  if (blank < 0 || !whole.slice(blank + 2).endsWith("\n")) {
    throw new MalformedNote("a note is a text, an empty line, and lines of signatures");
  }
  const lines = whole.slice(blank + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new MalformedNote("a note has at most 100 signatures");
  return { text: whole.slice(0, blank) + "\n", signatures: lines.map(readSignature) };
}

// The text, once a known key has signed it. Signatures of other keys are ignored, as specified.
export async function openNote(bytes, keys) {
  const note = readNote(bytes);
  const known = new Map(keys.map((key) => [`${key.name} ${key.id}`, key]));
  const distinct = new Map(note.signatures.map((one) => [one.line, one]));
  const ofKnown = [...distinct.values()].filter((one) => known.has(`${one.name} ${one.id}`));
  if (!ofKnown.length) throw new UnknownKey("none of the known keys has signed this note");
  const message = encoded(note.text);
  for (const one of ofKnown) {
    const key = known.get(`${one.name} ${one.id}`);
    if (!(await verified(key.publicKey, message, one.signature))) {
      throw new BadSignature("a signature does not fit this note");
    }
  }
  return note.text;
}

function readSignature(line) {
  const found = SIGNED_LINE.exec(line);
  if (!found || !isName(found[1])) throw new MalformedNote("a signature line is: em dash, key name, base64");
  const raw = fromBase64(found[2]);
  if (raw.length < 5) throw new MalformedNote("a signature is a key id of 4 bytes and at least one more");
  return { line, name: found[1], id: toHex(raw.slice(0, 4)), signature: raw.slice(4) };
}

function isName(name) {
  return name !== "" && !NOT_IN_NAMES.test(name);
}
