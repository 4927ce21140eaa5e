// Passkeys: a form with [data-passkey] fetches what the browser needs, lets it make a passkey
// ("create") or sign with one ("get"), puts the answer into the form's field and sends it.
(() => {
  "use strict";

  const form = document.querySelector("[data-passkey]");
  if (!form) return;
  const said = form.querySelector("[data-passkey-said]");
  const button = form.querySelector("button");

  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const opened = (options) => {
    const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
    const found = { ...options, challenge: bytes(options.challenge) };
    if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) found.excludeCredentials = keys(options.excludeCredentials);
    if (options.allowCredentials) found.allowCredentials = keys(options.allowCredentials);
    return found;
  };

  const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

  const written = (credential) => {
    const response = {};
    PARTS.filter((part) => credential.response[part]).forEach((part) => {
      response[part] = text(credential.response[part]);
    });
    const { id, type } = credential;
    return JSON.stringify({ id, type, rawId: text(credential.rawId), response });
  };

  const ask = async () => {
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrf_token.value },
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const publicKey = opened(await answer.json());
    const { credentials } = navigator;
    return form.dataset.passkey === "create"
      ? credentials.create({ publicKey })
      : credentials.get({ publicKey });
  };

  const words = (error) => {
    if (error.name === "InvalidStateError") return said.dataset.known;
    return error instanceof DOMException ? said.dataset.cancelled : said.dataset.failed;
  };

  if (!window.PublicKeyCredential) {
    said.textContent = said.dataset.unsupported;
    button.disabled = true;
    return;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = said.dataset.wait;
    try {
      form.elements.answer.value = written(await ask());
      form.submit();
    } catch (error) {
      said.textContent = words(error);
      button.disabled = false;
    }
  });
})();
