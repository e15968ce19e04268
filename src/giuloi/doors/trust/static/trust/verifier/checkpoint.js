// Checkpoints (c2sp.org/tlog-checkpoint): the signed head of the log. Sizes are BigInt: they go up to 2^63 - 1.

import { BadEvidence, OtherLog } from "./bad.js";
import { fromBase64 } from "./bytes.js";
import { openNote } from "./note.js";

const LARGEST_SIZE = 2n ** 63n - 1n;

// The head, once one of `keys` has signed it.
export async function openCheckpoint(note, origin, keys) {
  const head = readHead(await openNote(note, keys));
  if (head.origin !== origin) throw new OtherLog("a checkpoint of another log");
  return head;
}

// A note's text as a head: {origin, size, root}. Extension lines mean nothing here.
export function readHead(text) {
  if (!text.endsWith("\n")) throw new BadEvidence("a checkpoint ends with a newline");
  const lines = text.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("")) {
    throw new BadEvidence("a checkpoint has an origin, a size, a root, and no empty line");
  }
  const root = fromBase64(lines[2]);
  if (root.length !== 32) throw new BadEvidence("the root of a checkpoint has 32 bytes");
  return { origin: lines[0], size: readDecimal(lines[1]), root };
}

// A size or an index: ASCII digits without leading zeroes, below 2^63.
export function readDecimal(text) {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > LARGEST_SIZE) {
    throw new BadEvidence("no size: write it in digits, without leading zeroes");
  }
  return BigInt(text);
}
