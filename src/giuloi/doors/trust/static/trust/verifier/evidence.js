// Any file of evidence, judged by what it is: a bundle, a consent receipt, one leaf's proof, a report.

import { BadEvidence, BadSignature, UnknownKey } from "./bad.js";
import { decoded, encoded, same } from "./bytes.js";
import { under, verifyConsent } from "./consent.js";
import { readLeaf } from "./entry.js";
import { finding } from "./findings.js";
import { readJson } from "./json.js";
import { leafHash } from "./merkle.js";
import { PROOF_HEADER, readProof, verifyProof } from "./proof.js";
import { LARGEST_REPORT, REPORT_FORMAT, verifyReport } from "./report.js";
import { verdict, verifyBundle } from "./verify.js";

const LARGEST_RECEIPT = 1_000_000; // bytes

// What a file says it is; nothing in it is verified. Whatever is none of the others is judged as a bundle.
export function kindOf(bytes) {
  const header = encoded(`${PROOF_HEADER}\n`);
  if (same(bytes.slice(0, header.length), header)) return "log proof";
  if (bytes.length > LARGEST_REPORT) return "bundle";
  try {
    const said = readJson(bytes);
    if (under(said, "format") === REPORT_FORMAT) return "conformance report";
    const small = bytes.length <= LARGEST_RECEIPT;
    return small && under(said, "@type") === "dpv:ConsentReceipt" ? "consent receipt" : "bundle";
  } catch (error) {
    if (!(error instanceof BadEvidence)) throw error;
    return "bundle";
  }
}

const CODES = {
  "log proof": "bad_log_proof",
  "consent receipt": "bad_consent_receipt",
  "conformance report": "bad_report",
};

// Judge any bytes. Only a bundle holds the log's key: without it the others fail.
export async function judge(bytes, trusted = null, before = null) {
  const kind = kindOf(bytes);
  if (kind === "bundle") return { kind, ...(await verifyBundle(bytes, trusted, before)) };
  try {
    if (!trusted?.keys.length) throw new UnknownKey("the log's key is needed");
    return { kind, ...(await judgedBy(kind)(bytes, trusted.keys)) };
  } catch (error) {
    if (error instanceof UnknownKey) return { kind, ...verdict([finding("unknown_key", kind)]) };
    if (error instanceof BadSignature) return { kind, ...verdict([finding("bad_signature", kind)]) };
    if (!(error instanceof BadEvidence)) throw error;
    return { kind, ...verdict([finding(CODES[kind], error.message)]) };
  }
}

function judgedBy(kind) {
  if (kind === "log proof") return judgedProof;
  return kind === "conformance report" ? judgedReport : judgedConsent;
}

async function judgedReport(bytes, keys) {
  await verifyReport(bytes, keys);
  return verdict([]);
}

async function judgedConsent(bytes, keys) {
  return { ...verdict([]), consent: await verifyConsent(bytes, keys) };
}

// One leaf in the log: it comes in the proof's extra data, which the inclusion proof then vouches for.
async function judgedProof(bytes, keys) {
  const { extra } = readProof(bytes);
  if (extra === null) throw new BadEvidence("the proof does not hold its leaf");
  const entry = readLeaf(textOf(extra));
  const head = await verifyProof(bytes, await leafHash(extra), keys[0].name, keys);
  return verdict([], head, [entry]);
}

function textOf(leaf) {
  try {
    return decoded(leaf);
  } catch {
    throw new BadEvidence("a leaf is ASCII");
  }
}
