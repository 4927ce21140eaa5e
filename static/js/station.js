// At a weighing station: what is typed is sent in place, so that a network that fails loses nothing
// and the next person costs no page. Without this file the same forms open pages.
(() => {
  const PATIENCE = 10000;

  const shown = (answer, text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
    // In place of the last page, so that going back leads to no weight.
    history.replaceState(null, "", answer.url);
    // A keypad opens over the page only where a weight is typed; the next person is scanned.
    (document.querySelector("main [autofocus]") ?? document.querySelector("main")).focus();
  };

  const send = async (form) => {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status >= 500) throw new Error(String(answer.status));
    shown(answer, await answer.text());
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-scales]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button[type='submit']");
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    form.querySelector("[data-failed]").hidden = true;
    try {
      await send(form);
    } catch {
      form.querySelector("[data-failed]").hidden = false;
      button.removeAttribute("aria-disabled");
    }
  });
})();
