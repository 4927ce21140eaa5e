// Copies a text that is ready to be pasted, and offers the next of several. Without this script the
// text stands in a field of its own, where a long press selects it.
(() => {
  "use strict";

  // WeChat's browser lets a page copy by one of two ways; the older one needs the text selected.
  const copy = async (field) => {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      field.focus();
      field.select();
      return document.execCommand("copy");
    }
  };

  for (const box of document.querySelectorAll("[data-copy]")) {
    const field = box.querySelector("textarea");
    const said = box.querySelector("[data-copy-said]");
    const button = box.querySelector("[data-copy-button]");
    const another = box.querySelector("[data-copy-next]");
    if (!field || !button) continue;

    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(field);
      if (said) said.textContent = done ? said.dataset.copySaid : said.dataset.copyFailed;
    });

    const texts = JSON.parse(box.dataset.copy || "[]");
    if (!another || texts.length < 2) continue;
    let place = Math.max(texts.indexOf(field.value), 0);
    another.hidden = false;
    another.addEventListener("click", () => {
      place = (place + 1) % texts.length;
      field.value = texts[place];
      if (said) said.textContent = "";
    });
  }
})();
