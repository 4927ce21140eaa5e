// A timetable's rows are dragged by a handle, or moved with the arrow keys while it has the focus.
// Each move is the same form that the arrows post; without this file the arrows do it all.
(() => {
  "use strict";

  const PATIENCE = 10000;
  let held = null;

  const list = () => document.querySelector("[data-timetable]");
  const rows = () => [...list().querySelectorAll("[data-entry]")];

  const tell = (text) => {
    const words = list().querySelector("[data-told]");
    words.textContent = text;
    words.hidden = !text;
  };

  const send = async (row, place) => {
    const form = row.querySelector("form");
    const body = new URLSearchParams(new FormData(form));
    body.set("place", String(place));
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status !== 409 && !answer.ok) throw new Error(String(answer.status));
      show(await answer.text(), row.dataset.entry);
    } catch {
      tell(list().dataset.said);
    }
  };

  const show = (text, entry) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    equip();
    list()?.querySelector(`[data-entry="${entry}"] [data-handle]`)?.focus();
  };

  const at = (y) => {
    const below = rows().find((each) => {
      const box = each.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return below ?? null;
  };

  const drop = () => {
    const row = held;
    held = null;
    row.classList.remove("programme-held");
    const all = [...list().querySelectorAll("li[data-place]")];
    const place = all.indexOf(row);
    if (place !== Number(row.dataset.place)) send(row, place);
  };

  const equip = () => {
    if (!list()) return;
    const told = document.createElement("li");
    told.setAttribute("role", "status");
    told.dataset.told = "";
    told.hidden = true;
    list().prepend(told);
    for (const row of rows()) {
      const handle = document.createElement("button");
      handle.type = "button";
      handle.className = "programme-handle";
      handle.dataset.handle = "";
      handle.textContent = "⠿";
      handle.setAttribute("aria-label", row.querySelector("strong").textContent);
      handle.setAttribute("aria-keyshortcuts", "ArrowUp ArrowDown");
      row.prepend(handle);
    }
  };

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || !event.isPrimary) return;
    held = handle.closest("[data-entry]");
    held.classList.add("programme-held");
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });

  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const before = at(event.clientY);
    if (before !== held && before !== held.nextElementSibling) list().insertBefore(held, before);
  });

  document.addEventListener("pointerup", () => held && drop());

  document.addEventListener("pointercancel", () => {
    if (!held) return;
    const place = Number(held.dataset.place);
    const others = [...list().querySelectorAll("li[data-place]")].filter((each) => each !== held);
    list().insertBefore(held, others[place] ?? null);
    held.classList.remove("programme-held");
    held = null;
  });

  document.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (!handle || !(event.key in steps)) return;
    event.preventDefault();
    const row = handle.closest("[data-entry]");
    const place = Number(row.dataset.place) + steps[event.key];
    if (place >= Number(rows()[0].dataset.place)) send(row, place);
  });

  equip();
})();
