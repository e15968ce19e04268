// What the reader knows from elsewhere: the log's keys as pasted text, and a checkpoint kept from before.

import { BadEvidence } from "./bad.js";
import { openCheckpoint } from "./checkpoint.js";
import { readKey } from "./note.js";

// {keys, head}, or null when nothing was given; BadEvidence for what is no key, or no checkpoint of it.
export async function trustedFrom(keyText, headBytes) {
  const words = keyText.split(/\s+/).filter(Boolean);
  if (!words.length) {
    if (headBytes) throw new BadEvidence("a checkpoint needs the key");
    return null;
  }
  const keys = [];
  for (const word of words) keys.push(await readKey(word));
  return { keys, head: headBytes ? await openCheckpoint(headBytes, keys[0].name, keys) : null };
}
