// A conformance report (giuloi/conformance@v1): a note by the log's key names the hash of the report's canonical form.

import { BadEvidence } from "./bad.js";
import { encoded, toBase64 } from "./bytes.js";
import { sha256 } from "./browser.js";
import { canonical } from "./canonical.js";
import { readJson } from "./json.js";
import { openNote } from "./note.js";

export const REPORT_FORMAT = "giuloi/conformance@v1";
export const LARGEST_REPORT = 8_000_000; // bytes
const KEYS = ["format", "note", "origin", "report"];

// The report, once one of the log's keys is seen to have signed exactly this content, for this log.
export async function verifyReport(bytes, keys) {
  const whole = readJson(bytes);
  if (!(whole instanceof Map) || [...whole.keys()].sort().join() !== KEYS.join()) {
    throw new BadEvidence(`not a ${REPORT_FORMAT}`);
  }
  const [origin, report, note] = ["origin", "report", "note"].map((name) => whole.get(name));
  if (typeof origin !== "string" || !(report instanceof Map) || typeof note !== "string") {
    throw new BadEvidence("a report has an origin, a report and a note");
  }
  const said = await openNote(encoded(note), keys);
  if (said !== (await signedText(said, origin, report))) throw new BadEvidence("what was signed is another report");
  if (origin !== keys[0].name) throw new BadEvidence(`a report of ${origin}, not of ${keys[0].name}`);
  return report;
}

async function signedText(said, origin, report) {
  const lines = said.split("\n");
  if (lines.length !== 6 || !lines[2].startsWith("policy ") || !lines[3].startsWith("made ")) {
    throw new BadEvidence(`the note is no ${REPORT_FORMAT}`);
  }
  const digest = toBase64(await sha256(canonical(report)));
  return `${REPORT_FORMAT}\nlog ${origin}\n${lines[2]}\n${lines[3]}\nreport ${digest}\n`;
}
