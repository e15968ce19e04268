// SHA-256, HMAC and Ed25519: the browser's own (WebCrypto). Nothing here is an algorithm of ours.

import { CannotCheck } from "./bad.js";

const SUBTLE = globalThis.crypto?.subtle;

export async function sha256(bytes) {
  return new Uint8Array(await SUBTLE.digest("SHA-256", bytes));
}

// A function that gives the HMAC-SHA256 of a message under `key`.
export async function hmacOf(key) {
  const known = await SUBTLE.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return async (message) => new Uint8Array(await SUBTLE.sign("HMAC", known, message));
}

// Whether `signature` is this key's over exactly these bytes; a malformed key or signature is a no.
export async function verified(publicKey, message, signature) {
  let key;
  try {
    key = await SUBTLE.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new CannotCheck("Ed25519");
    return false;
  }
  return SUBTLE.verify({ name: "Ed25519" }, key, signature, message);
}

// RFC 8032 §7.1, test 2: a signature that holds, and the same for another message, which must not.
const TEST_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const TEST_SIGNATURE =
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

// Whether this browser can check everything that has to be checked. Without it there is no verdict, good or bad.
export async function canCheck() {
  if (!SUBTLE) return false;
  const [key, signature] = [TEST_KEY, TEST_SIGNATURE].map((hex) =>
    Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16)),
  );
  try {
    const holds = await verified(key, Uint8Array.of(0x72), signature);
    return holds && !(await verified(key, Uint8Array.of(0x73), signature));
  } catch {
    return false;
  }
}
