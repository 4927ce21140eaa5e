// The big screen stays up to date by itself. The server answers its stream at once and ends it, the
// browser asks again; when nobody answers, the last state stays and says as of when it is.
(() => {
  "use strict";

  const PATIENCE = 15000;
  const AGAIN = 5000;
  const board = document.querySelector("[data-board]");
  const said = document.querySelector("[data-board-said]");
  if (!board || !window.EventSource) return;

  let heard = Date.now();
  let seen = board.dataset.seen;

  const tell = () => {
    const stale = board.querySelector("[data-stale]");
    stale.hidden = Date.now() - heard < PATIENCE;
    const words = stale.hidden ? board.querySelector("[data-say]").textContent : stale.textContent;
    if (said.textContent !== words) said.textContent = words;
  };

  const show = (inside) => {
    const page = new DOMParser().parseFromString(inside, "text/html");
    board.replaceChildren(...page.body.childNodes);
    tell();
  };

  const listen = () => {
    const source = new EventSource(`${board.dataset.board}?seen=${encodeURIComponent(seen)}`);
    source.addEventListener("open", () => {
      heard = Date.now();
      tell();
    });
    source.addEventListener("message", (event) => {
      seen = event.lastEventId;
      show(JSON.parse(event.data).inside);
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  };

  listen();
  setInterval(tell, 1000);
})();
