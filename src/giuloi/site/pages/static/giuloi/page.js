// Small comforts only: without this file every page still works.
"use strict";
document.addEventListener("submit", (event) => {
  // A second click on a button that is already under way does nothing twice.
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  window.setTimeout(() => { delete form.dataset.sent; }, 4000);
});
window.addEventListener("pageshow", (event) => {
  // The back button after signing out must not show what was on the screen before.
  if (event.persisted && document.body.classList.contains("personal")) window.location.reload();
});
