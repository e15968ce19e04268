// A passkey made or asked for; the answer goes in by an ordinary form. Without this file the other factors still work.
"use strict";
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const encode = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));
const ask = async (form) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } });
  if (!answer.ok || answer.redirected) { window.location.reload(); return null; }
  return answer.json();
};
const made = async (options) => navigator.credentials.create({ publicKey: { ...options, challenge: decode(options.challenge),
  user: { ...options.user, id: decode(options.user.id) }, excludeCredentials: ids(options.excludeCredentials) } });
const shown = async (options) => navigator.credentials.get({ publicKey: { ...options, challenge: decode(options.challenge),
  allowCredentials: ids(options.allowCredentials) } });
const told = (key) => {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(parts.filter((name) => key.response[name]).map((name) => [name, encode(key.response[name])]));
  return JSON.stringify({ id: key.id, rawId: encode(key.rawId), type: key.type, response, clientExtensionResults: {} });
};
document.querySelectorAll("form[data-options]").forEach((form) => {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const asked = await ask(form);
      if (!asked) return;
      const key = await (form.dataset.make ? made(asked.options) : shown(asked.options));
      form.elements.response.value = told(key);
      form.elements.challenge.value = asked.challenge;
      form.submit();
    } catch (error) { form.querySelector(".problem").hidden = false; }
  });
});
document.querySelectorAll("button[data-print]").forEach((one) => { one.hidden = false; one.addEventListener("click", () => window.print()); });
