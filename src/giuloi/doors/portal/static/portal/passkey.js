// Passkeys: the one thing that browsers give to scripts alone. Without this file nobody misses a button.
"use strict";
(() => {
  const usable = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON
    && PublicKeyCredential.parseRequestOptionsFromJSON;
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const send = async (where, body) => {
    const answer = await fetch(where, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(body || {}),
      headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token() },
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.problem || "");
    return said;
  };
  const tell = (box, text) => {
    const place = box.querySelector("[data-passkey-problem]");
    place.textContent = text || place.dataset.passkeyProblem;
    place.hidden = false;
  };
  const steps = {
    "sign-in": async () => {
      const { options, challenge } = await send("/sign-in/passkey/options");
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      const credential = await navigator.credentials.get({ publicKey });
      return send("/sign-in/passkey", { challenge, response: credential.toJSON() });
    },
    "add": async (box) => {
      const { options, challenge } = await send("/me/passkeys/options");
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const credential = await navigator.credentials.create({ publicKey });
      const name = box.querySelector("input[name=name]").value;
      return send("/me/passkeys/add", { challenge, name, response: credential.toJSON() });
    },
  };
  for (const box of document.querySelectorAll("[data-passkey]")) {
    if (!usable) continue;
    box.hidden = false;
    const button = box.querySelector("button");
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        window.location.assign((await steps[box.dataset.passkey](box)).next);
      } catch (problem) {
        // A browser's own message is in the browser's words; ours are the page's.
        tell(box, problem.name === "Error" ? problem.message : "");
        button.disabled = false;
      }
    });
  }
})();
