// The leaves of a bundle: each for itself, and all as this customer's uses 1, 2, 3 … up to the signed end.

import { BadEvidence } from "./bad.js";
import { MOST_ENTRIES } from "./bundle.js";
import { encoded, same, toHex } from "./bytes.js";
import { readLeaf, sequenceCodes } from "./entry.js";
import { finding } from "./findings.js";
import { included, leafHash } from "./merkle.js";

const AT_ONCE = 500; // codes the browser is asked for together

// One leaf after looking at it alone: what it says, whose code it carries, and what is wrong with it.
export async function judgedLeaf(given, newest) {
  const faults = [];
  const { hash, index } = given;
  if (newest && !(await included(hash, index, newest.size, given.proof, newest.root))) {
    faults.push("bad_inclusion_proof");
  }
  let entry;
  try {
    entry = readLeaf(given.leaf);
  } catch (error) {
    if (!(error instanceof BadEvidence)) throw error;
    return { entry: null, code: new Uint8Array(), index, hash, faults: ["altered_leaf", ...faults] };
  }
  if (!same(await leafHash(encoded(given.leaf)), hash)) faults.push("altered_leaf");
  if (!(await inItsBatch(entry, given.batch))) faults.push("bad_batch_proof");
  return { entry, code: given.batch ? given.batch.code : entry.code, index, hash, faults };
}

// Whether a batch's leaf comes with a proof of membership that holds, and any other leaf with none.
async function inItsBatch(entry, member) {
  if (!entry.batch || !member) return !entry.batch && !member;
  return included(await leafHash(member.code), member.position, BigInt(entry.count), member.proof, entry.code);
}

// What is wrong with leaves alone, neighbours with the same fault told in one finding.
export function leafFindings(leaves) {
  return ["altered_leaf", "bad_inclusion_proof", "bad_batch_proof"].flatMap((code) => {
    const places = [...leaves.keys()].filter((at) => leaves[at].faults.includes(code)).map((at) => at + 1);
    return ranges(code, places);
  });
}

export async function sequenceFindings(ledgerKey, leaves, receipt) {
  const end = receipt ? receipt.counter : BigInt(leaves.length);
  if (end > BigInt(MOST_ENTRIES)) return [finding("too_large", `counter ${end}`)];
  const last = Number(end);
  // Beyond the end as well: a leaf from there is this customer's, and so not foreign.
  const counters = await countersByCode(ledgerKey, last + leaves.length);
  const places = {};
  const seen = new Set();
  let [highest, lastIndex] = [0, -1n];
  for (const [zero, leaf] of leaves.entries()) {
    const at = zero + 1;
    // A leaf altered beyond reading still stands for the use whose place it takes.
    const counter = leaf.entry ? counters.get(toHex(leaf.code)) : at;
    const put = (code) => (places[code] ??= []).push(at);
    if (counter === undefined) {
      put("foreign_entry");
      continue;
    }
    if (seen.has(counter)) put("repeated_entry");
    else if (counter < highest || leaf.index < lastIndex) put("wrong_order");
    else if (counter > last) put("beyond_end");
    seen.add(counter);
    highest = Math.max(highest, counter);
    if (leaf.index > lastIndex) lastIndex = leaf.index;
  }
  const found = Object.keys(places).sort().flatMap((code) => ranges(code, places[code]));
  return [...found, ...missing(seen, last)];
}

async function countersByCode(ledgerKey, count) {
  const codeOf = await sequenceCodes(ledgerKey);
  const counters = new Map();
  for (let from = 1; from <= count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from + 1) }, (_, offset) => from + offset);
    const codes = await Promise.all(some.map(codeOf));
    some.forEach((counter, at) => counters.set(toHex(codes[at]), counter));
  }
  return counters;
}

// Gaps in the sequence, each named for where it is.
function missing(seen, end) {
  const numbers = Array.from({ length: end }, (_, zero) => zero + 1).filter((number) => !seen.has(number));
  return runs(numbers).map(([first, last]) => {
    const code = last === end ? "missing_last" : first === 1 ? "missing_first" : "missing_middle";
    return finding(code, span(first, last));
  });
}

// Whether the last leaf is the export itself, and the one the receipt was signed for.
export function endFindings(leaves, receipt) {
  const last = leaves.at(-1);
  if (!last) return [finding("no_export", 0)];
  const findings = [];
  if (last.entry?.event !== "export") findings.push(finding("no_export", leaves.length));
  if (receipt && !same(receipt.leaf, last.hash)) findings.push(finding("bad_receipt", leaves.length));
  return findings;
}

function ranges(code, places) {
  return runs(places).map(([first, last]) => finding(code, span(first, last)));
}

// Ascending numbers as [first, last] of neighbouring ones.
function runs(numbers) {
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

function span(first, last) {
  return first === last ? String(first) : `${first}–${last}`;
}
