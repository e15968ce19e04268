// "/" goes to the search; j and k walk down and up a list. Without this file every page still works.
"use strict";
const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const walk = (step) => {
  const rows = [...document.querySelectorAll("tbody a[data-row]")];
  const at = rows.indexOf(document.activeElement);
  if (rows.length) rows[Math.max(0, Math.min(rows.length - 1, at + step))].focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") walk(1);
  if (event.key === "k") walk(-1);
  if (event.key !== "/") return;
  event.preventDefault();
  const field = document.querySelector("input[data-search]");
  if (field) field.focus(); else window.location.assign("/console/customers");
});
// The page that a form brought is left behind as a plain one: the back button sends nothing a second time.
window.history.replaceState(null, "", window.location.href);
// What was shown is gone from the page as soon as it is left, or when nobody has touched it for five minutes.
const shown = document.querySelector("[data-shown]");
if (shown) {
  const hide = () => { document.querySelectorAll("[data-shown]").forEach((one) => { one.textContent = "•••"; }); };
  window.addEventListener("pagehide", hide);
  // Whoever is writing keeps what they wrote: only what was shown goes.
  const writing = () => [...document.querySelectorAll("textarea")].some((one) => one.value.trim());
  window.setTimeout(() => { hide(); if (!writing()) window.location.replace(shown.dataset.shown); }, 5 * 60 * 1000);
}
