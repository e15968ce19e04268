// x ticks the order that is looked at; n goes on to the next one. Without this file the boxes and buttons do it.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, textarea, input:not([type=checkbox])")) return;
  if (event.key === "x") {
    const box = document.activeElement.closest("tr")?.querySelector("input[type=checkbox]");
    if (box && box !== document.activeElement) box.checked = !box.checked;
  }
  if (event.key === "n") document.querySelector("[data-next]")?.click();
});
