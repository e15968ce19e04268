// The Merkle tree of RFC 6962 (RFC 9162 §2.1): how proofs are verified. Sizes and places are BigInt, hashes 32 bytes.

import { joined, same } from "./bytes.js";
import { sha256 } from "./browser.js";

export const HASH_BYTES = 32;
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

// SHA-256(0x00 ‖ leaf): the prefix keeps a leaf from passing for a node.
export function leafHash(leaf) {
  return sha256(joined(LEAF_PREFIX, leaf));
}

function nodeHash(left, right) {
  return sha256(joined(NODE_PREFIX, left, right));
}

// Whether the leaf hash stands at `index` in the tree (size, root): RFC 9162 §2.1.3.2.
export async function included(leaf, index, size, proof, root) {
  if (index < 0n || index >= size || !areHashes(leaf, root, ...proof)) return false;
  const way = new WayUp(index, size - 1n);
  let current = leaf;
  for (const sibling of proof) {
    if (way.last === 0n) return false;
    current = await (way.step() ? nodeHash(sibling, current) : nodeHash(current, sibling));
  }
  return way.last === 0n && same(current, root);
}

// Whether the tree (old, oldRoot) is the beginning of (size, root): RFC 9162 §2.1.4.2.
// The empty tree is the beginning of every tree, and every tree of itself, both by an empty proof.
export async function consistent(old, oldRoot, size, root, proof) {
  if (old < 0n || old > size || !areHashes(oldRoot, root, ...proof)) return false;
  if (old === 0n || old === size) {
    return proof.length === 0 && same(oldRoot, old === 0n ? await sha256(new Uint8Array()) : root);
  }
  // A complete old tree is a node of the new one: the proof leaves it out.
  const path = (old & (old - 1n)) === 0n ? [oldRoot, ...proof] : proof;
  if (!path.length) return false;
  const way = new WayUp(old - 1n, size - 1n);
  while (way.position & 1n) way.up();
  let [was, now] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (way.last === 0n) return false;
    if (way.step()) {
      was = await nodeHash(sibling, was);
      now = await nodeHash(sibling, now);
    } else {
      now = await nodeHash(now, sibling);
    }
  }
  return way.last === 0n && same(was, oldRoot) && same(now, root);
}

// From a node up to the root: `step` says whether the sibling stands on the left, and goes up.
class WayUp {
  constructor(position, last) {
    this.position = position;
    this.last = last;
  }

  up() {
    this.position >>= 1n;
    this.last >>= 1n;
  }

  step() {
    const left = (this.position & 1n) === 1n || this.position === this.last;
    if (left) while (!(this.position & 1n) && this.position) this.up();
    this.up();
    return left;
  }
}

function areHashes(...values) {
  return values.every((value) => value.length === HASH_BYTES);
}
