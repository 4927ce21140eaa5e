// At a lecture's door: the code and the count are fetched anew when the half minute is over.
// On a poor network the last code stays, since it is good for one half minute more; after that a
// line says so, and the next try comes soon. Without this file the page loads itself again.
(() => {
  const door = document.querySelector("[data-door]");
  if (!door) return;
  const PATIENCE = 10000;
  const SOON = 3000;
  const step = Number(door.dataset.step) * 1000;
  const failed = document.querySelector("[data-failed]");
  let fetched = Date.now();
  let waiting = 0;

  // The server says how long its half minute still lasts, so this phone's clock may be wrong.
  const next = (milliseconds) => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(fetchNext, milliseconds);
  };

  const fetchNext = async () => {
    try {
      const answer = await fetch(door.dataset.door, { signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = part.querySelector("[data-left]");
      door.replaceChildren(...part.body.childNodes);
      fetched = Date.now();
      failed.hidden = true;
      next(Number(fresh.dataset.left) * 1000);
    } catch {
      failed.hidden = Date.now() - fetched < step;
      next(SOON);
    }
  };

  next(Number(door.querySelector("[data-left]").dataset.left) * 1000);
  // A phone that slept shows a code of long ago: another one at once.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - fetched > step) next(0);
  });
})();
