// Enter goes on to the next field, an empty item on to what follows the items, Ctrl+Enter places the order.
// Without this file Enter checks what was typed, and the button places the order.
"use strict";
const form = document.querySelector("form[data-entry]");
const place = document.getElementById("place-order");
const stops = () => {
  const groups = new Set();
  return [...form.querySelectorAll("input:not([type=hidden]), button#place-order")].filter((one) => {
    if (one.closest("details:not([open])") || one.offsetParent === null) return false;
    if (one.type !== "radio") return true;
    const group = [...form.querySelectorAll(`input[type=radio][name="${one.name}"]`)];
    // One stop for a group: the chosen one, or the first.
    if (groups.has(one.name) || one !== (group.find((other) => other.checked) || group[0])) return false;
    groups.add(one.name);
    return true;
  });
};
const goOn = (from) => {
  const all = stops();
  let at = all.indexOf(from);
  const blank = from.matches("[data-line]") && from.value.trim() === "";
  do { at += 1; } while (at < all.length - 1 && blank && all[at].matches("[data-line]"));
  const next = all[Math.min(at, all.length - 1)];
  next.focus();
  if (next.matches("input:not([type=radio]):not([type=checkbox])")) next.select();
};
if (form && place) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); form.requestSubmit(place); return; }
    const from = event.target;
    if (!from.matches("input")) return;
    event.preventDefault();
    if (from.name === "phone" && from.value !== from.defaultValue) {
      form.requestSubmit(form.querySelector("button[value=look]"));
      return;
    }
    goOn(from);
  });
  // Somebody new has to say whither; what is held goes without saying.
  form.addEventListener("change", (event) => {
    const whither = form.querySelector("details");
    if (event.target.name === "who" && whither) whither.open = event.target.value === "new";
  });
}
