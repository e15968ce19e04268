// The proof of one leaf as a file (c2sp.org/tlog-proof@v1): as core/ledger/proof.py reads it.

import { BadEvidence } from "./bad.js";
import { decoded, encoded, fromBase64, positionOf } from "./bytes.js";
import { openCheckpoint, readDecimal } from "./checkpoint.js";
import { HASH_BYTES, included } from "./merkle.js";
import { LARGEST_NOTE, readNote } from "./note.js";

export const LONGEST_PROOF = 63; // hashes: no tree is higher
export const PROOF_HEADER = "c2sp.org/tlog-proof@v1";

// {index, hashes, checkpoint, extra}; verifies nothing.
export function readProof(bytes) {
  const blank = bytes.length > 2 * LARGEST_NOTE ? -1 : positionOf(encoded("\n\n"), bytes);
  if (blank < 0) {
    throw new BadEvidence("a proof is a few lines, an empty line, and a checkpoint");
  }
  const [header, ...lines] = asciiOf(bytes.slice(0, blank)).split("\n");
  if (header !== PROOF_HEADER) throw new BadEvidence(`a proof begins with ${PROOF_HEADER}`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : null;
  if (!lines[0]?.startsWith("index ")) throw new BadEvidence("a proof names the index of its leaf");
  const index = readDecimal(lines[0].slice(6));
  const hashes = lines.slice(1).map(fromBase64);
  if (hashes.length > LONGEST_PROOF || hashes.some((one) => one.length !== HASH_BYTES)) {
    throw new BadEvidence(`a proof has at most ${LONGEST_PROOF} hashes of ${HASH_BYTES} bytes`);
  }
  const checkpoint = bytes.slice(blank + 2);
  readNote(checkpoint);
  return { index, hashes, checkpoint, extra };
}

// The signed head that holds the leaf hash at the proof's index.
export async function verifyProof(bytes, leaf, origin, keys) {
  const proof = readProof(bytes);
  const head = await openCheckpoint(proof.checkpoint, origin, keys);
  if (!(await included(leaf, proof.index, head.size, proof.hashes, head.root))) {
    throw new BadEvidence(`the leaf does not stand at ${proof.index} in the tree of ${head.size}`);
  }
  return head;
}

function asciiOf(bytes) {
  if (bytes.some((byte) => byte > 127)) throw new BadEvidence("the lines of a proof are ASCII");
  return decoded(bytes);
}
