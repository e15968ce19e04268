// Judge a customer's bundle: everything in it is doubted until a signature or a hash has settled it.
// The same steps in the same order as core/ledger/verify.py, so that both tell the same findings.

import { BadEvidence, BadSignature, OtherLog, TooLarge, UnknownKey } from "./bad.js";
import { readBundle } from "./bundle.js";
import { encoded, same } from "./bytes.js";
import { openCheckpoint } from "./checkpoint.js";
import { finding } from "./findings.js";
import { consistent } from "./merkle.js";
import { fingerprint } from "./note.js";
import { introduced, openReceipt } from "./receipt.js";
import { endFindings, judgedLeaf, leafFindings, sequenceFindings } from "./sequence.js";
import { goesOn } from "./succession.js";

// `trusted`: {keys, head} known from elsewhere, or null; `before`: bytes of an earlier bundle, or null.
// Returns {findings, head, uses}. Throws only CannotCheck: without signatures there is no verdict.
export async function verifyBundle(bytes, trusted = null, before = null) {
  const bundle = await bundleOr(bytes);
  if (bundle.code) return verdict([bundle]);
  const [keys, findings] = await keysToBelieve(bundle, trusted);
  const [heads, aboutHeads] = await openedHeads(bundle, keys);
  findings.push(...aboutHeads);
  const newest = heads.at(-1) ?? null;
  const known = heads.filter(Boolean);
  findings.push(...againstPinned(known, trusted?.head ?? null));
  if (before !== null) findings.push(...(await sinceEarlier(before, bundle, keys, known)));
  const [receipt, aboutReceipt] = await openedReceipt(bundle, keys, newest);
  findings.push(...aboutReceipt);
  const leaves = [];
  for (const entry of bundle.entries) leaves.push(await judgedLeaf(entry, newest));
  findings.push(...leafFindings(leaves));
  findings.push(...(await sequenceFindings(bundle.ledgerKey, leaves, receipt)));
  findings.push(...endFindings(leaves, receipt));
  return verdict(findings, newest, leaves.map((leaf) => leaf.entry).filter(Boolean));
}

export function verdict(findings, head = null, uses = []) {
  return { ok: !findings.some((found) => found.fault), findings, head, uses };
}

// The bundle as values, or the finding that says why it is none.
async function bundleOr(bytes) {
  try {
    return await readBundle(bytes);
  } catch (error) {
    if (!(error instanceof BadEvidence)) throw error;
    return finding(error instanceof TooLarge ? "too_large" : "not_a_bundle", error.message);
  }
}

// Whether the bundle goes on from an earlier one, which has to hold under the very same keys.
async function sinceEarlier(before, bundle, keys, heads) {
  const earlier = await bundleOr(before);
  if (earlier.code) return [finding("bad_earlier_bundle", earlier.code)];
  if (earlier.origin !== bundle.origin) return goesOn(earlier, bundle);
  const judged = await verifyBundle(before, { keys, head: null });
  if (!judged.ok) {
    const codes = new Set(judged.findings.filter((found) => found.fault).map((found) => found.code));
    return [finding("bad_earlier_bundle", [...codes].join(", "))];
  }
  return [...goesOn(earlier, bundle), ...againstPinned(heads, judged.head)];
}

// The pinned keys, or with a note the bundle's own. Only keys named for this log.
async function keysToBelieve(bundle, trusted) {
  const keys = (trusted ? trusted.keys : bundle.logKeys).filter((key) => key.name === bundle.origin);
  if (!keys.length) return [[], [finding("other_log", bundle.origin)]];
  if (trusted) return [keys, []];
  const notes = [];
  for (const key of keys) notes.push(finding("key_from_bundle", await fingerprint(key)));
  return [keys, notes];
}

// Every head whose signature holds (else null), and whether each is the beginning of the last.
async function openedHeads(bundle, keys) {
  const findings = bundle.heads.length ? [] : [finding("bad_checkpoint", 1)];
  const once = new Map();
  const heads = [];
  for (const [at, given] of bundle.heads.entries()) {
    if (!once.has(given.checkpoint)) once.set(given.checkpoint, await headOr(given.checkpoint, bundle, keys));
    const opened = once.get(given.checkpoint);
    heads.push(opened instanceof BadEvidence ? null : opened);
    if (opened instanceof BadEvidence) findings.push(unopened(opened, "bad_checkpoint", at + 1));
  }
  const newest = heads.at(-1);
  let before = null;
  for (const [at, head] of heads.entries()) {
    if (!head || !newest) continue;
    findings.push(...(await growth(at + 1, before, head, newest, bundle.heads[at].proof)));
    before = head;
  }
  return [heads, findings];
}

async function headOr(note, bundle, keys) {
  try {
    return await openCheckpoint(encoded(note), bundle.origin, keys);
  } catch (error) {
    if (!(error instanceof BadEvidence)) throw error;
    return error;
  }
}

async function growth(number, before, head, newest, proof) {
  if (before && before.size === head.size && !same(before.root, head.root)) {
    return [finding("forked_head", head.size)];
  }
  if (before && before.size >= head.size) return [finding("rolled_back_head", `${before.size} → ${head.size}`)];
  if (head.size > newest.size) return [];
  const begins = await consistent(head.size, head.root, newest.size, newest.root, proof);
  return begins ? [] : [finding("inconsistent_head", number)];
}

// Whether the log is a continuation of the head that was seen before.
function againstPinned(heads, pinned) {
  if (!pinned || !heads.length || pinned.size === 0n) return [];
  const last = heads.at(-1);
  if (pinned.size > last.size) return [finding("rolled_back_head", `${pinned.size} → ${last.size}`)];
  const alike = heads.filter((head) => head.size === pinned.size);
  if (!alike.length) return [finding("head_not_compared", pinned.size)];
  return alike
    .filter((head) => !same(head.root, pinned.root))
    .map((head) => finding("forked_head", head.size));
}

// The receipt, if the key that the log introduces has signed it, and whether it fits the newest head.
async function openedReceipt(bundle, keys, newest) {
  let part = "receipt_key";
  let receipt;
  try {
    const key = await introduced(bundle.receiptKey, bundle.origin, keys);
    part = "receipt";
    receipt = await openReceipt(bundle.receipt, bundle.origin, key);
  } catch (error) {
    if (!(error instanceof BadEvidence)) throw error;
    return [null, [unopened(error, "bad_receipt", part)]];
  }
  if (!newest || (receipt.size === newest.size && same(receipt.root, newest.root))) return [receipt, []];
  if (receipt.size === newest.size) return [receipt, [finding("forked_head", newest.size)]];
  if (receipt.size > newest.size) {
    return [receipt, [finding("rolled_back_head", `${receipt.size} → ${newest.size}`)]];
  }
  return [receipt, [finding("bad_receipt", `${receipt.size} ≠ ${newest.size}`)]];
}

// The finding for a note that could not be opened.
function unopened(error, otherwise, where) {
  if (error instanceof UnknownKey) return finding("unknown_key", where);
  if (error instanceof BadSignature) return finding("bad_signature", where);
  return finding(error instanceof OtherLog ? "other_log" : otherwise, where);
}
