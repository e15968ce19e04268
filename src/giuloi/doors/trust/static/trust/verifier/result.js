// What was found, in plain words first; what each use was; and for who wants it, the codes.

import { under } from "./consent.js";
import { sentence } from "./findings.js";
import { element, harmless } from "./parts.js";
import { FIELDS } from "./terms.js";
import { chosen, EVENT_WORDS, PURPOSE_WORDS, ROLE_WORDS, WORDS } from "./words.js";

// The whole result as a piece of a page.
export function shownResult(verdict, language) {
  const say = (name) => chosen(WORDS[name], language);
  const kind = verdict.ok ? "good" : "bad";
  const parts = [element("h2", { class: `verdict ${kind}` }, say(kind))];
  if (verdict.ok) parts.push(...shownGood(verdict, say, language));
  if (verdict.findings.length) parts.push(element("h3", {}, say("found")), shownFindings(verdict, language));
  if (verdict.uses.length) {
    parts.push(element("h3", {}, say(verdict.ok ? "uses" : "usesDoubted")));
    parts.push(shownUses(verdict.uses, say, language));
  }
  if (verdict.head) {
    const told = `${say("log")}: ${harmless(verdict.head.origin)}, ${verdict.head.size} ${say("leaves")}`;
    parts.push(element("p", { class: "quiet" }, told));
  }
  return parts;
}

// Without a verdict: why.
export function shownProblem(name, language) {
  return [
    element("h2", { class: "verdict none" }, chosen(WORDS.none, language)),
    element("p", {}, chosen(WORDS[name], language)),
  ];
}

function shownGood(verdict, say, language) {
  if (verdict.kind === "consent receipt") {
    const notice = under(under(verdict.consent, "dpv:hasRecordOfActivity"), "dpv:hasNotice");
    const words = harmless(under(notice, "giuloi:wording"));
    return [element("p", {}, say("consentGood")), element("blockquote", {}, words)];
  }
  if (verdict.kind === "log proof") return [element("p", {}, say("proofGood"))];
  if (verdict.kind === "conformance report") return [element("p", {}, say("reportGood"))];
  const last = verdict.uses.at(-1);
  const complete = say("complete").replace("{n}", verdict.uses.length);
  const parts = [element("p", {}, complete)];
  if (last) parts.push(element("p", {}, say("asOf").replace("{t}", spokenTime(last.t, language))));
  return parts;
}

function shownFindings(verdict, language) {
  const items = verdict.findings.map((found) => {
    const mark = found.fault ? "✗ " : "· ";
    const code = element("code", {}, found.code);
    return element("li", {}, mark, harmless(sentence(found, language)), " ", code);
  });
  return element("ul", { class: "findings" }, ...items);
}

const COLUMNS = ["when", "what", "why", "which", "who", "clause"];

function shownUses(uses, say, language) {
  const head = element("tr", {}, ...COLUMNS.map((name) => element("th", { scope: "col" }, say(name))));
  const rows = uses.map((use) => {
    const cells = cellsOf(use, say, language);
    return element("tr", {}, ...cells.map((cell, at) => element("td", { "data-l": say(COLUMNS[at]) }, cell)));
  });
  const table = element("table", { class: "stack" }, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "scroll" }, table);
}

function cellsOf(use, say, language) {
  const event = chosen(EVENT_WORDS[use.event], language);
  const named = FIELDS.filter((_, bit) => (BigInt(use.fields) >> BigInt(bit)) & 1n);
  return [
    spokenTime(use.t, language),
    use.decision === "allowed" ? event : `${event} (${say("notAllowed")})`,
    PURPOSE_WORDS[use.purpose] ? chosen(PURPOSE_WORDS[use.purpose], language) : use.purpose || "–",
    named.map((field) => chosen(field, language)).join(", ") || "–",
    spokenActor(use, say, language),
    use.clause,
  ];
}

const KIND_WORDS = { staff: "staff", key: "machineKey", bridge: "bridge", code: "shopsCode" };

// "staff/fulfilment/3f9c…" → who that is in words, with the pseudonym that stays the same.
function spokenActor(use, say, language) {
  const [kind, role, pseudonym] = use.actor.split("/");
  const parts = kind === "customer" ? [say("customer")] : [say(KIND_WORDS[kind])];
  if (role) parts.push(ROLE_WORDS[role] ? chosen(ROLE_WORDS[role], language) : role);
  if (pseudonym) parts.push(pseudonym.slice(0, 6));
  return parts.join(" · ") + (use.recipient ? ` → ${use.recipient}` : "");
}

// A leaf's second, as a clock in Viet Nam shows it.
function spokenTime(second, language) {
  const at = new Date(second);
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Ho_Chi_Minh",
    dateStyle: "short",
    timeStyle: "short",
  }).format(at);
  return parts.replace(",", "") + (language === "vi" ? "" : " (Viet Nam)");
}
