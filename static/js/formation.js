// Arranging a squad by finger, mouse or keyboard. Two places picked are sent by the form that the
// page has without this file, and what the server answers is put in place: nobody is moved here that
// was not moved there. Whatever is typed but not saved yet stays in its field.
(() => {
  "use strict";

  const PATIENCE = 10000;
  const HOLD = 180; // Until then a finger scrolls; after it, it carries a name.
  const SLACK = 6;
  const live = document.querySelector("[data-formation-live]");
  const failed = document.querySelector("[data-formation-failed]");
  const made = []; // The versions this page has made, for undoing one after the other.
  let busy = false;
  let last = null;
  let drag = null;

  const form = () => document.querySelector("[data-formation]");
  if (!form()) return;

  const say = (words) => {
    live.textContent = words;
  };
  const inputs = () => [...form().querySelectorAll("[name=pick]")];
  const picked = () => inputs().filter((input) => input.checked);
  const isPlace = (input) => "number" in input.dataset;
  const words = (input) =>
    input.ariaLabel ??
    [...input.labels[0].querySelectorAll("[data-word]")].map((each) => each.textContent.trim()).join(" ");
  const changed = (field) =>
    ["checkbox", "hidden", "select-one"].includes(field.type) ? false : field.value !== field.defaultValue;

  // The page ---------------------------------------------------------------------------------------

  const prepare = () => {
    for (const each of form().querySelectorAll("[data-plain]")) each.hidden = true;
    for (const each of form().querySelectorAll("[data-lively]")) each.hidden = false;
    inputs().forEach((input, place) => {
      input.tabIndex = place ? -1 : 0;
    });
    const undo = document.querySelector("[data-formation-undo]");
    if (undo && made.length) {
      undo.value = made.at(-1);
      undo.textContent = undo.dataset.undo;
    }
  };

  const rove = (input) => {
    for (const each of inputs()) each.tabIndex = each === input ? 0 : -1;
  };

  const shown = (text, url, sent) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("[data-formation-part]")) throw new Error("another page");
    for (const part of document.querySelectorAll("[data-formation-part]")) {
      const fresh = page.querySelector(`[data-formation-part="${part.dataset.formationPart}"]`);
      const typed = [...part.querySelectorAll("input, textarea")].some(changed) && !part.contains(sent);
      if (fresh && !typed) {
        for (const details of part.querySelectorAll("details[open]")) {
          const same = fresh.querySelectorAll("details")[[...part.querySelectorAll("details")].indexOf(details)];
          if (same) same.open = true;
        }
        part.replaceWith(fresh);
      }
    }
    const saved = new URL(url).searchParams.get("saved");
    history.replaceState(null, "", new URL(url).pathname.replace(/\/remarks$/, ""));
    return saved;
  };

  const send = async (target, button) => {
    if (busy) return;
    busy = true;
    const focus = document.activeElement?.value;
    const picks = picked().map((input) => input.value);
    const body = new URLSearchParams(new FormData(target, button));
    last = () => send(target, button);
    form().setAttribute("aria-busy", "true");
    failed.hidden = true;
    try {
      const answer = await fetch(target.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const saved = shown(await answer.text(), answer.url, target);
      if (saved && body.get("do") === "undo") made.pop();
      else if (saved) made.push(saved);
      prepare();
      const at = inputs().find((input) => input.value === (picks.length ? focus : null));
      if (at) {
        rove(at);
        at.focus({ preventScroll: true });
      } else if (!document.activeElement || document.activeElement === document.body) {
        document.querySelector("[data-formation-part=said]").focus?.();
      }
      const told = [...document.querySelectorAll("[data-formation-words]")];
      say(told.map((each) => each.textContent.replace(/\s+/g, " ").trim()).join(" "));
      document.querySelector("#question-title")?.scrollIntoView({ block: "center" });
    } catch {
      failed.hidden = false;
      say(failed.firstChild.textContent.trim());
    } finally {
      form().removeAttribute("aria-busy");
      busy = false;
    }
  };

  // Picking ----------------------------------------------------------------------------------------

  const missing = (input) => {
    const choice = document.querySelector("[data-formation-missing]");
    if (choice && isPlace(input)) {
      choice.value = input.dataset.number;
      sentences();
    }
  };

  const sentences = () => {
    const choice = document.querySelector("[data-formation-missing]");
    for (const button of document.querySelectorAll("[data-sentence]")) {
      button.textContent = button.dataset.sentence.replace("#", choice.value);
    }
  };

  const exchange = () => send(form());

  const clear = () => {
    for (const each of picked()) each.checked = false;
    say(form().dataset.dropped);
  };

  const pick = (input) => {
    rove(input);
    const all = picked();
    if (all.length > 1 && !all.some(isPlace)) {
      for (const each of all) if (each !== input) each.checked = false;
    } else if (all.length > 1) {
      exchange();
      return;
    }
    if (input.checked) {
      missing(input);
      say(form().dataset.picked.replace("#", words(input)));
    } else {
      say(form().dataset.dropped);
    }
  };

  // Walking ----------------------------------------------------------------------------------------

  const middle = (input) => {
    const box = input.getBoundingClientRect();
    return box.left + box.width / 2;
  };

  const step = (input, key) => {
    const rows = [...form().querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[name=pick]")]);
    const at = rows.findIndex((row) => row.includes(input));
    const place = rows[at].indexOf(input);
    if (key === "ArrowLeft") return rows[at][place - 1];
    if (key === "ArrowRight") return rows[at][place + 1];
    if (key === "Home") return rows[at][0];
    if (key === "End") return rows[at].at(-1);
    const next = rows[at + (key === "ArrowUp" ? -1 : 1)];
    return next?.reduce((best, each) =>
      Math.abs(middle(each) - middle(input)) < Math.abs(middle(best) - middle(input)) ? each : best,
    );
  };

  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("[data-formation] [name=pick]");
    if (!input || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      input.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      clear();
    } else if (/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) {
      event.preventDefault();
      const next = step(input, event.key);
      if (next) {
        rove(next);
        next.focus();
      }
    }
  });

  // Dragging ---------------------------------------------------------------------------------------

  const lift = () => {
    drag.lifted = true;
    drag.place.classList.add("is-dragged");
  };

  const under = (event) => {
    const found = document.elementFromPoint(event.clientX, event.clientY)?.closest(".place");
    return found && found !== drag.place && form().contains(found) ? found : null;
  };

  const lower = () => {
    clearTimeout(drag.timer);
    drag.place.classList.remove("is-dragged");
    drag.place.style.transform = "";
    drag.target?.classList.remove("is-target");
    drag = null;
  };

  document.addEventListener("pointerdown", (event) => {
    const place = event.target.closest?.("[data-formation] .place");
    if (!place || busy || !event.isPrimary || event.button) return;
    drag = { place, id: event.pointerId, x: event.clientX, y: event.clientY, lifted: false, target: null };
    if (event.pointerType === "touch") drag.timer = setTimeout(lift, HOLD);
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const [across, down] = [event.clientX - drag.x, event.clientY - drag.y];
    const far = Math.hypot(across, down) > SLACK;
    if (!drag.lifted && far && event.pointerType === "touch") lower();
    else if (!drag.lifted && far) lift();
    if (!drag?.lifted) return;
    drag.moved ||= far;
    drag.place.style.transform = `translate(${across}px, ${down}px)`;
    drag.target?.classList.remove("is-target");
    drag.target = under(event);
    drag.target?.classList.add("is-target");
  });

  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const { place, target, lifted, moved } = drag;
    lower();
    if (!lifted || !moved) return;
    // The click that ends a drag would pick once more.
    const swallow = (click) => {
      click.preventDefault();
      click.stopPropagation();
    };
    document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
    const [from, to] = [place, target].map((each) => each?.querySelector("[name=pick]"));
    if (!to || !(isPlace(from) || isPlace(to))) return;
    for (const each of picked()) each.checked = false;
    from.checked = true;
    to.checked = true;
    exchange();
  });

  document.addEventListener("pointercancel", () => drag && lower());
  document.addEventListener("touchmove", (event) => drag?.lifted && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => drag && event.preventDefault());

  // Everything that is sent ------------------------------------------------------------------------

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-formation] [name=pick]")) pick(event.target);
    if (event.target.matches("[data-formation-missing]")) sentences();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-formation], [data-formation-step]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.querySelector("[data-formation-again]").addEventListener("click", () => last?.());

  prepare();
})();
