// The form: which file, which key, what to compare with; and what came of it.

import { BadEvidence, CannotCheck } from "./bad.js";
import { canCheck } from "./browser.js";
import { judge, kindOf } from "./evidence.js";
import { element, field } from "./parts.js";
import { shownProblem, shownResult } from "./result.js";
import { trustedFrom } from "./trusted.js";
import { chosen, WORDS } from "./words.js";

// Put the form into `root`. `key` stands in its field from the start.
export function mountVerifier(root, language, key = "") {
  const say = (name) => chosen(WORDS[name], language);
  const file = element("input", { type: "file", required: "" });
  const keys = element("textarea", { rows: "3", spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  keys.value = key;
  const [head, before] = [element("input", { type: "file" }), element("input", { type: "file" })];
  const form = element(
    "form",
    { novalidate: "" },
    field("evidence", say("file"), say("fileHelp"), file),
    field("key", say("key"), say("keyHelp"), keys),
    element(
      "details",
      {},
      element("summary", {}, say("more")),
      field("head", say("head"), say("headHelp"), head),
      field("before", say("before"), say("beforeHelp"), before),
    ),
    element("button", { type: "submit" }, say("verify")),
  );
  const result = element("section", { "aria-live": "polite", id: "result" });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    result.replaceChildren(element("p", { "aria-busy": "true" }, say("working")));
    result.replaceChildren(...(await outcome({ file, keys, head, before }, language)));
    result.querySelector("h2").setAttribute("tabindex", "-1");
    result.querySelector("h2").focus();
  });
  root.replaceChildren(form, result);
}

// What to show for what was filled in. Whatever happens, it is a sentence and never silence.
async function outcome(given, language) {
  if (!(await canCheck())) return shownProblem("cannot", language);
  if (!given.file.files.length) return shownProblem("chooseFile", language);
  let bytes, head, before;
  try {
    [bytes, head, before] = await Promise.all([given.file, given.head, given.before].map(bytesOf));
  } catch {
    return shownProblem("unreadable", language);
  }
  return judged(bytes, given.keys.value, head, before, language);
}

async function judged(bytes, keyText, head, before, language) {
  let trusted;
  try {
    trusted = await trustedFrom(keyText, head);
  } catch (error) {
    if (!(error instanceof BadEvidence)) throw error;
    return shownProblem("badKey", language);
  }
  if (kindOf(bytes) !== "bundle" && (!trusted || head || before)) return shownProblem("needsKey", language);
  try {
    return shownResult(await judge(bytes, trusted, before), language);
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    return shownProblem("cannot", language);
  }
}

async function bytesOf(input) {
  return input.files.length ? new Uint8Array(await input.files[0].arrayBuffer()) : null;
}
