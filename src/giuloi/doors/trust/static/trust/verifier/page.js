// Start: on the shop's page in its language, or alone on disk in the reader's, with a button for the other.

import { canCheck } from "./browser.js";
import { judge } from "./evidence.js";
import { sentence } from "./findings.js";
import { mountVerifier } from "./panel.js";
import { element } from "./parts.js";
import { CHANNELS, EVENTS, FIELDS, OUTCOMES } from "./terms.js";
import { trustedFrom } from "./trusted.js";
import { chosen, EVENT_WORDS, PURPOSE_WORDS, WORDS } from "./words.js";

const ROOT = document.getElementById("verifier");

// For programs, and for the tests that compare every verdict with `giuloi verify`.
const LISTS = { CHANNELS, EVENT_WORDS, EVENTS, FIELDS, OUTCOMES, PURPOSE_WORDS };
globalThis.giuloiVerifier = { canCheck, judge, sentence, trustedFrom, LISTS };

if ("alone" in ROOT.dataset) {
  showAlone(navigator.language.startsWith("vi") || !navigator.language ? "vi" : "en");
} else {
  mountVerifier(ROOT, document.documentElement.lang.startsWith("vi") ? "vi" : "en", ROOT.dataset.key ?? "");
}

function showAlone(language) {
  const other = language === "vi" ? "en" : "vi";
  document.documentElement.lang = language;
  document.title = chosen(WORDS.title, language);
  const turn = element("button", { type: "button", class: "language", lang: other }, chosen(WORDS.language, language));
  turn.addEventListener("click", () => showAlone(other));
  document.getElementById("top").replaceChildren(
    element("h1", {}, chosen(WORDS.title, language)),
    turn,
    element("p", {}, chosen(WORDS.offline, language)),
  );
  mountVerifier(ROOT, language);
}
