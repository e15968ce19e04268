// x ticks the request that has the focus, a takes it (or all that are ticked); the list is fetched anew each minute
// while nobody is in the middle of something. Without this file the buttons do the same.
"use strict";
const focused = () => document.activeElement?.closest("tr")?.querySelector("input[name=request]");
const ticked = () => document.querySelectorAll("input[name=request]:checked").length > 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (event.key !== "x" && event.key !== "a") return;
  const box = focused();
  const take = document.querySelector("[data-take]");
  if (event.key === "x" && box) box.checked = !box.checked;
  if (event.key !== "a" || !take) return;
  if (!ticked() && box) box.checked = true;
  if (ticked()) take.click();
});
window.setInterval(() => {
  const queue = document.querySelector("#queue");
  if (!queue || document.hidden || ticked() || queue.contains(document.activeElement)) return;
  window.htmx?.trigger(queue, "stale");
}, 60 * 1000);
