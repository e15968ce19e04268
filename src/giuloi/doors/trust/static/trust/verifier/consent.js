// A consent receipt (ISO/IEC TS 27560 as JSON-LD): signed by the receipts' key, which the log's key introduces in it.

import { BadEvidence } from "./bad.js";
import { encoded, fromBase64, isWhole, same, toHex } from "./bytes.js";
import { sha256, verified } from "./browser.js";
import { canonical } from "./canonical.js";
import { readJson } from "./json.js";
import { introduced } from "./receipt.js";

const PROOF_NAME = "giuloi:proof";
const SUITE = "Ed25519 over RFC 8785";

// The receipt as a Map, once everything in it holds.
export async function verifyConsent(bytes, keys) {
  const signed = readJson(bytes);
  const proof = signed.get(PROOF_NAME);
  const introduction = proof instanceof Map ? proof.get("introduction") : undefined;
  if (typeof introduction !== "string") throw new BadEvidence("the receipt does not introduce its key");
  // Half a character becomes "?", as Python's encode("utf-8", "replace") has it.
  const key = await introduced(encoded(introduction.replace(/\p{Surrogate}/gu, "?")), keys[0].name, keys);
  const body = new Map([...signed].filter(([name]) => name !== PROOF_NAME));
  await verifySignature(body, proof, key.publicKey);
  await checkWording(body);
  return signed;
}

async function verifySignature(body, proof, publicKey) {
  const names = [...proof.keys()].filter((name) => name !== "introduction").sort();
  if (names.join() !== "@type,publicKey,signature" || proof.get("@type") !== SUITE) {
    throw new BadEvidence("the receipt has no proof that can be checked");
  }
  if (!same(rawOf(proof.get("publicKey")), publicKey)) {
    throw new BadEvidence("the receipt is signed with another key");
  }
  if (!(await verified(publicKey, canonical(body), rawOf(proof.get("signature"))))) {
    throw new BadEvidence("the receipt was altered, or its signature is not genuine");
  }
}

// The digest has to be that of the words shown.
async function checkWording(body) {
  const notice = under(under(body, "dpv:hasRecordOfActivity"), "dpv:hasNotice");
  const words = under(notice, "giuloi:wording");
  const whole = typeof words === "string" && isWhole(words);
  if (!whole || toHex(await sha256(encoded(words))) !== notice.get("giuloi:wordingSha256")) {
    throw new BadEvidence("the wording in the receipt and its digest do not belong together");
  }
}

// A value inside an object; undefined when there is none.
export function under(value, name) {
  return value instanceof Map ? value.get(name) : undefined;
}

function rawOf(text) {
  if (typeof text === "string" && text !== "") {
    try {
      return fromBase64(text);
    } catch {
      // told below
    }
  }
  throw new BadEvidence("a key or signature in the receipt is not base64");
}
