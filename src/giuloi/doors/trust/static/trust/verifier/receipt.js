// Receipts: the signed end of what a customer was given, under a key that the log's key introduces.

import { BadEvidence } from "./bad.js";
import { fromBase64 } from "./bytes.js";
import { readDecimal } from "./checkpoint.js";
import { HASH_BYTES } from "./merkle.js";
import { openNote, readKey } from "./note.js";

// {counter, size, root, leaf}, once its signature is verified. Counter and size are BigInt.
export async function openReceipt(note, origin, key) {
  const text = await openNote(note, [key]);
  const names = ["log", "counter", "size", "root", "leaf"];
  const [log, counter, size, root, leaf] = linesOf(text, "giuloi/receipt@v1", names);
  if (log !== origin) throw new BadEvidence("a receipt of another log");
  const hashes = [fromBase64(root), fromBase64(leaf)];
  if (hashes.some((one) => one.length !== HASH_BYTES)) {
    throw new BadEvidence("root and leaf of a receipt have 32 bytes");
  }
  return { counter: readDecimal(counter), size: readDecimal(size), root: hashes[0], leaf: hashes[1] };
}

// The receipt key that one of the log's keys introduces.
export async function introduced(note, origin, logKeys) {
  const [log, key] = linesOf(await openNote(note, logKeys), "giuloi/receipt-key@v1", ["log", "key"]);
  if (log !== origin) throw new BadEvidence("a receipt key of another log");
  return readKey(key);
}

// The values of "name value" lines in exactly this order.
function linesOf(text, first, names) {
  const [header, ...lines] = text.replace(/\n$/, "").split("\n");
  if (header !== first || lines.length !== names.length) throw new BadEvidence(`not a ${first}`);
  return lines.map((line, at) => {
    if (!line.startsWith(`${names[at]} `)) throw new BadEvidence(`a ${first} has a line "${names[at]} …"`);
    return line.slice(names[at].length + 1);
  });
}
