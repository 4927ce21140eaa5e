// The running order on several phones: when another phone tapped, this one shows it, unless a
// button is being pressed at that moment. Without this file the page is as of its loading.
(() => {
  "use strict";

  const AGAIN = 5000;
  let sending = false;
  document.addEventListener("submit", () => {
    sending = true;
  });

  const renew = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected || sending) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = [...document.querySelectorAll("main details")].map((each) => each.open);
    const focused = document.activeElement?.getAttribute("aria-label");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelectorAll("main details").forEach((each, place) => {
      each.open = open[place] ?? false;
    });
    if (focused) document.querySelector(`main [aria-label="${CSS.escape(focused)}"]`)?.focus();
  };

  const listen = () => {
    const stream = document.querySelector("[data-running]")?.dataset.running;
    if (!stream || !window.EventSource) return;
    const source = new EventSource(stream);
    let first = true;
    source.addEventListener("message", () => {
      if (!first) renew().catch(() => {});
      first = false;
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  };

  listen();
})();
