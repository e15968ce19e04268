// Bytes and their spellings. Text is UTF-8, base64 has one spelling a value (RFC 4648 §4), hex is lower case.

import { MalformedNote } from "./bad.js";

const ENCODER = new TextEncoder();

export function encoded(text) {
  return ENCODER.encode(text);
}

// The text of UTF-8 bytes, a byte order mark included; throws TypeError for what is no UTF-8.
export function decoded(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

// The bytes of the one canonical spelling; MalformedNote for any other.
export function fromBase64(text) {
  let raw;
  try {
    raw = atob(text);
  } catch {
    throw new MalformedNote("not base64");
  }
  if (btoa(raw) !== text) throw new MalformedNote("not canonical base64");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

// base64url without padding; only for text whose alphabet was checked before.
export function fromBase64Url(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

// Whether a text is whole characters: JSON can write half of one (a lone surrogate).
export function isWhole(text) {
  return !/\p{Surrogate}/u.test(text);
}

// Where one row of bytes begins another; -1 when nowhere.
export function positionOf(wanted, bytes) {
  for (let at = 0; at + wanted.length <= bytes.length; at += 1) {
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}
