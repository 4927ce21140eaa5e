// Leads through a session: which movement, which breath, how long still. What time it is comes from
// clocks, never from counted timers, so a page that slept knows where it is when it wakes. Beats are
// given to the audio clock ahead of time, each reckoned from its number, so they do not drift.
(() => {
  const guide = document.querySelector("[data-guide]");
  if (!guide) return;
  const find = (name) => guide.querySelector(`[data-${name}]`);
  const words = guide.dataset;
  const AHEAD = 1.5; // seconds: a page in the background is woken only once a second
  const LEAST = 60;

  const parts = [];
  let length = 0;
  for (const stage of guide.querySelectorAll("[data-stages] > li")) {
    const phases = [...stage.querySelectorAll(".guide-phase")];
    const name = stage.dataset.name;
    const add = (part, seconds) => {
      parts.push({ ...part, name, stage, from: length, seconds });
      length += seconds;
    };
    add({ said: name, cue: phases[0].dataset.cue, figure: phases[0] }, Number(stage.dataset.lead));
    for (let time = 0; time < Number(stage.dataset.times); time += 1) {
      const right = "sides" in stage.dataset && time % 2 === 1;
      for (const phase of phases) {
        const breath = phase.dataset.breath === "in" ? words.in : words.out;
        const side = "sides" in stage.dataset ? ` · ${right ? words.right : words.left}` : "";
        const part = { said: `${breath}${side}`, cue: phase.dataset.cue, figure: phase, right, ...phase.dataset };
        add(part, Number(phase.dataset.seconds));
      }
    }
  }
  if (!parts.length) length = Number(words.minutes) * 60;

  let active = 0; // seconds truly done
  let skipped = 0;
  let since = null; // performance.now() when it last went on
  let shown = null;
  let sound = null;
  let anchor = { at: 0, beat: 0 };
  let next = 0;
  let muted = false;
  let awake = null;

  const done = () => active + (since === null ? 0 : (performance.now() - since) / 1000);
  const place = () => Math.min(length, done() + skipped);
  const field = find("beats")?.querySelector("input");
  const perMinute = () => {
    if (!field) return 60;
    const typed = Number(field.value) || Number(words.tempo);
    return Math.min(Number(field.max), Math.max(Number(field.min), typed));
  };

  const anew = () => {
    if (!sound) return;
    const gone = place() / (60 / perMinute());
    const beat = Math.ceil(gone - 0.001);
    anchor = { at: sound.currentTime + 0.05 + ((beat - gone) * 60) / perMinute(), beat };
    next = beat;
  };
  const beep = (at, strong) => {
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.frequency.value = strong ? 880 : 587;
    loud.gain.setValueAtTime(strong ? 0.25 : 0.09, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.08);
    tone.connect(loud).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.09);
  };
  const schedule = () => {
    if (!sound || since === null) return;
    for (;;) {
      const at = anchor.at + ((next - anchor.beat) * 60) / perMinute();
      if (at > sound.currentTime + AHEAD) return;
      const strong = parts.length ? parts.some((part) => part.from === next) : next % 4 === 0;
      if (!muted && at >= sound.currentTime) beep(at, strong);
      next += 1;
    }
  };

  const stayAwake = async () => {
    try {
      awake = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      awake = null; // the phone may refuse, with little battery left
    }
  };

  const draw = () => {
    const at = place();
    const part = parts.findLast((each) => each.from <= at) ?? null;
    if (part && part !== shown) {
      shown = part;
      find("said").textContent = `${part.name === part.said ? "" : `${part.name} · `}${part.said}`;
      find("now-cue").textContent = part.cue;
      const drawing = part.figure.querySelector("svg").cloneNode(true);
      drawing.classList.toggle("mirrored", Boolean(part.right));
      find("figure").replaceChildren(drawing);
    }
    const left = Math.max(0, Math.ceil(length - at));
    find("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    find("progress").value = at / length;
    const form = find("log");
    if (form) {
      form.hidden = done() < LEAST;
      const minutes = Math.max(1, Math.round(done() / 60));
      find("log-minutes").value = minutes;
      find("log-shown").textContent = minutes;
    }
    if (at >= length) {
      pause();
      find("said").textContent = words.done;
      find("buttons").hidden = true;
    }
  };

  const pause = () => {
    active = done();
    since = null;
    sound?.suspend();
    awake?.release();
    awake = null;
    find("play").textContent = words.resume;
  };
  const play = () => {
    sound ??= window.AudioContext ? new AudioContext() : null;
    sound?.resume();
    since = performance.now();
    anew();
    stayAwake();
    guide.querySelector(".guide-now").hidden = false;
    find("stages")?.setAttribute("hidden", "");
    find("play").textContent = words.pause;
  };
  const tick = () => {
    if (since === null) return;
    schedule();
    draw();
  };

  find("play").addEventListener("click", () => {
    const now = guide.querySelector(".guide-now");
    const first = now.hidden;
    if (since === null) play();
    else pause();
    draw();
    schedule();
    if (first) now.scrollIntoView(); // figure, clock and buttons on one screen of a phone
  });
  find("skip").addEventListener("click", () => {
    const here = shown?.stage;
    const to = parts.find((part) => part.from > place() && part.stage !== here);
    skipped += (to ? to.from : length) - place() + 0.001;
    anew();
    draw();
  });
  find("sound").addEventListener("click", () => {
    muted = !muted;
    find("sound").setAttribute("aria-pressed", String(!muted));
  });
  field?.addEventListener("change", anew);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && since !== null) stayAwake();
    tick();
  });

  find("buttons").hidden = false;
  if (find("beats")) find("beats").hidden = false;
  if (find("log")) find("log").hidden = true;
  setInterval(tick, 200);
})();
