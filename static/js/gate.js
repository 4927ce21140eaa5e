// At a gate: a ticket is believed by its signature alone, noted on this phone before the staff see
// a word, and sent when there is a network. Without this file the same form asks the server.
(() => {
  const root = document.querySelector("[data-gate], [data-gate-over]");
  if (!root || !("indexedDB" in window)) return;

  const { showcase } = root.dataset;
  const NAME = `gate-${showcase}`;
  const BATCH = 100;
  const ASK_EVERY = 20_000;
  const LIST_EVERY = 600_000;
  const RETRY_FIRST = 2_000;
  const RETRY_MOST = 60_000;
  const PATIENCE = 15_000;
  const SAME_LOOK = 4_000;
  const SAME_PERSON = 60_000;
  const RECENT = 8;
  const TOKEN = /^[A-Z2-7]{120}$/;
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const STEPS = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];

  // What this phone keeps ------------------------------------------------------------------------

  const told = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });

  const openKept = () => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("kept");
      opening.result.createObjectStore("queue", { keyPath: "key" });
      opening.result.createObjectStore("seen", { keyPath: "number" });
    };
    return told(opening);
  };

  const forget = async () => {
    await told(indexedDB.deleteDatabase(NAME));
    if ("caches" in window) await caches.delete(NAME);
    const all = await indexedDB.databases?.() ?? [];
    if (all.some((each) => each.name?.startsWith("gate-"))) return;
    const found = await navigator.serviceWorker?.getRegistration("/gates/");
    await found?.unregister();
  };

  if ("gateOver" in root.dataset) { forget(); return; }

  const part = (name) => root.querySelector(`[data-${name}]`);
  const word = (name, values = {}) => {
    const text = part("words").querySelector(`[data-word="${name}"]`).textContent;
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  };

  let kept;
  let tickets = null;
  let offset = Number(root.dataset.now) - Date.now();
  let token = root.dataset.csrf;
  let since = 0;
  let waiting = 0;
  let refused = 0;
  let retry = RETRY_FIRST;
  let timer = 0;
  let busy = false;
  let state = "waiting";
  const seen = new Map();
  const recent = [];

  // Nothing is said before it lies on the disk: a phone that dies a moment later has lost nothing.
  const write = (change) =>
    new Promise((done, failed) => {
      const writing = kept.transaction(["kept", "queue", "seen"], "readwrite", { durability: "strict" });
      writing.oncomplete = () => done();
      writing.onabort = () => failed(writing.error);
      change((name) => writing.objectStore(name));
    });
  const read = (name) => kept.transaction(name).objectStore(name);

  // Signatures and numbers -----------------------------------------------------------------------

  const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const signer = crypto.subtle?.importKey(
    "raw", bytesOf(root.dataset.key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const isSigned = async (said, signature) =>
    crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, await signer, signature, said);

  const unpacked = (text) => {
    const raw = new Uint8Array(75);
    let bits = 0, held = 0, at = 0;
    for (const letter of text) {
      held = ((held << 5) | LETTERS.indexOf(letter)) & 0xfff;
      bits += 5;
      if (bits >= 8) raw[at++] = (held >> (bits -= 8)) & 0xff;
    }
    return raw;
  };

  const numberIn = async (text) => {
    const raw = unpacked(text);
    const said = raw.slice(0, 11);
    const place = said.slice(1, 8).reduce((sum, each) => sum * 256n + BigInt(each), 0n);
    if (said[0] !== 1 || String(place) !== showcase || !(await isSigned(said, raw.slice(11)))) return null;
    return String((said[8] << 16) | (said[9] << 8) | said[10]).padStart(6, "0");
  };

  const isNumber = (text) =>
    /^\d{6}$/.test(text) && [...text].reduce((at, digit) => Number(STEPS[at][digit]), 0) === 0;

  // What is shown ----------------------------------------------------------------------------------

  const clock = (at) =>
    new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const now = () => Date.now() + offset;

  let sounds = null;
  const sound = (good) => {
    if (!sounds) return;
    const tone = sounds.createOscillator();
    tone.frequency.value = good ? 880 : 220;
    tone.connect(sounds.destination);
    tone.start();
    tone.stop(sounds.currentTime + (good ? 0.12 : 0.45));
  };
  const wake = () => {
    const Sounds = window.AudioContext ?? window.webkitAudioContext;
    sounds ??= Sounds ? new Sounds() : null;
    sounds?.resume();
  };

  const drawRecent = () => {
    part("recent").replaceChildren(...recent.map(({ number, text }) => {
      const line = document.createElement("li");
      const other = seen.get(number);
      line.textContent = other?.gate ? `${text} · ${word("elsewhere-short", { time: clock(other.at), gate: other.gate })}` : text;
      return line;
    }));
  };

  const show = (verdict, values = {}) => {
    const box = part("verdict");
    const good = verdict === "good" || verdict === "unlisted";
    box.dataset.kind = verdict;
    box.querySelector("[data-said]").textContent = word(verdict, values);
    box.querySelector("[data-who]").textContent = values.who ?? "";
    box.hidden = false;
    sound(good);
    navigator.vibrate?.(good ? 60 : [120, 80, 120]);
    if (good) {
      recent.unshift({ number: values.number, text: `${clock(now())} ${word(verdict, values)} ${values.who ?? ""}` });
      recent.length = Math.min(recent.length, RECENT);
      drawRecent();
    }
  };

  const drawState = () => {
    const told = state === "out" ? ["out-empty", "out"] : ["sent", "unsent"];
    part("state").textContent = word(told[Math.min(waiting, 1)], { count: waiting });
    part("state").dataset.waiting = waiting;
    part("refused").hidden = !refused;
    part("refused").textContent = word("refused", { count: refused });
    part("listed").textContent = tickets ? word("listed", { count: tickets.size }) : word("no-list");
    part("inside").textContent = word("inside", { count: seen.size });
    part("sign-in").hidden = state !== "out";
  };

  // Checking somebody in -----------------------------------------------------------------------------

  const whoIs = (number) => {
    const found = tickets?.get(number);
    return found ? `${found.name} · ${found.squads.join("、")}` : "";
  };

  const note = async (number, text, verdict) => {
    const before = seen.get(number);
    const entry = { key: crypto.randomUUID(), at: now(), ...(text === number ? { number } : { token: text }) };
    const mine = before ?? { number, at: entry.at, gate: "" };
    await write((store) => { store("queue").put({ ...entry, of: number }); store("seen").put(mine); });
    seen.set(number, mine);
    waiting += 1;
    if (verdict) show(verdict, { number, who: whoIs(number) });
    soon(0);
  };

  const judge = async (text) => {
    const isToken = TOKEN.test(text);
    if (!isToken && !isNumber(text)) return show(/^\d{1,8}$/.test(text) ? "slip" : "forged");
    const number = isToken ? await numberIn(text) : text;
    if (number === null) return show("forged");
    if (!isToken && !tickets) return show("listless");
    if (!isToken && !tickets.has(number)) return show("unknown");
    if (now() < Number(root.dataset.first) || now() >= Number(root.dataset.last)) return show("closed");
    const before = seen.get(number);
    if (!before) return note(number, text, tickets?.has(number) ? "good" : "unlisted");
    const values = { number, who: whoIs(number), time: clock(before.at), gate: before.gate };
    if (now() - before.at > SAME_PERSON || before.gate) await note(number, text, null);
    return show(before.gate ? "elsewhere" : "again", values);
  };

  let line = Promise.resolve();
  const check = (typed) => {
    const text = typed.normalize("NFKC").replace(/[^0-9A-Za-z]/g, "").toUpperCase();
    line = line.then(() => judge(text)).then(drawState, () => show("broken"));
    return line;
  };

  // Talking to the server ------------------------------------------------------------------------------

  const ask = async (address, wishes = {}) => {
    const began = Date.now();
    const answer = await fetch(address, { ...wishes, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 403 || answer.status === 410) await shutOut();
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 410) state = "out";
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    state = "waiting";
    const took = Date.now() - began;
    if (took < 5000) offset = said.now - (began + took / 2);
    return said;
  };

  // Names go at once where this phone may not stand here any more; what was noted has no name in it.
  const shutOut = async () => {
    tickets = null;
    seen.clear();
    await write((store) => { store("kept").clear(); store("seen").clear(); });
  };

  const hear = async (changed) => {
    const mine = new Set((await told(read("queue").getAll())).map((each) => each.of));
    await write((store) => {
      for (const [number, at, gate] of changed) {
        if (at === null && mine.has(number)) continue;
        if (at === null) { seen.delete(number); store("seen").delete(number); continue; }
        const found = { number, at, gate };
        seen.set(number, found);
        store("seen").put(found);
      }
    });
    if (changed.length) drawRecent();
  };

  const send = async () => {
    const queue = await told(read("queue").getAll(null, BATCH));
    const said = await ask(root.dataset.send, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ since, entries: queue.map(({ of, ...entry }) => ({ ...entry, at: Math.round(entry.at) })) }),
    });
    refused += said.refused.length;
    await write((store) => {
      for (const { key } of queue) store("queue").delete(key);
      store("kept").put({ since: said.now, offset }, "clock");
    });
    since = said.now;
    await hear(said.changed);
    waiting = await told(read("queue").count());
  };

  const readList = async ({ body, signature }) => {
    if (!(await isSigned(new TextEncoder().encode(body), bytesOf(signature)))) return;
    const { tickets: lines, squads } = JSON.parse(body);
    tickets = new Map(lines.map(([number, name, places]) => [number, { name, squads: places.map((at) => squads[at]) }]));
  };

  let listedAt = 0;
  const fetchList = async () => {
    const said = await ask(root.dataset.list);
    token = said.csrf;
    await readList(said);
    await write((store) => store("kept").put({ body: said.body, signature: said.signature }, "list"));
    listedAt = Date.now();
  };

  const soon = (after) => {
    clearTimeout(timer);
    timer = setTimeout(talk, after);
  };

  const talk = async () => {
    if (busy) return;
    busy = true;
    let next = ASK_EVERY;
    try {
      if (Date.now() - listedAt > LIST_EVERY) await fetchList();
      await send();
      retry = RETRY_FIRST;
      if (waiting) next = 0;
    } catch (error) {
      if (error.message === "400") listedAt = 0;  // a token of another sign-in: the list brings a new one
      next = retry + Math.random() * 1000;
      retry = Math.min(2 * retry, RETRY_MOST);
    }
    busy = false;
    drawState();
    soon(next);
  };

  // The camera, a picture, a keyboard ------------------------------------------------------------------

  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });

  const reader = async () => {
    if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (picture) => (await detector.detect(picture))[0]?.rawValue;
    }
    if (!window.jsQR) {
      await new Promise((done, failed) => {
        const script = document.createElement("script");
        Object.assign(script, { src: root.dataset.jsqr, onload: done, onerror: failed });
        document.head.append(script);
      });
    }
    return async (picture, width, height) => {
      const scale = Math.min(1, 800 / Math.max(width, height));
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const { data } = paper.getImageData(0, 0, canvas.width, canvas.height);
      return window.jsQR(data, canvas.width, canvas.height)?.data;
    };
  };

  const video = part("video");
  let looking = null;
  const look = async (scan) => {
    if (!looking) return;
    if (video.readyState >= 2) {
      const text = await scan(video, video.videoWidth, video.videoHeight).catch(() => "");
      const same = text === looking.text && Date.now() - looking.at < SAME_LOOK;
      if (text && !same) await check(text);
      if (text) Object.assign(looking, { text, at: Date.now() });
    }
    setTimeout(look, 120, scan);
  };

  const openCamera = async () => {
    wake();
    if (looking) {
      video.srcObject.getTracks().forEach((each) => each.stop());
      looking = null;
      video.hidden = true;
      part("camera").textContent = word("camera-on");
      return;
    }
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.hidden = false;
      await video.play();
      looking = { text: "", at: 0 };
      part("camera").textContent = word("camera-off");
      look(await reader());
    } catch {
      show("no-camera");
    }
  };

  const takePicture = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const picture = await createImageBitmap(file);
    const text = await (await reader())(picture, picture.width, picture.height);
    if (text) await check(text); else show("no-code");
  };

  const install = async () => {
    const found = await navigator.serviceWorker.register(root.dataset.worker, { scope: "/gates/" });
    const { active } = await navigator.serviceWorker.ready;
    const assets = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")]
      .map((each) => each.src || each.href);
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => { part("ready").hidden = !data; };
    const told = { id: showcase, address: location.pathname, assets: [...assets, root.dataset.jsqr] };
    (found.active ?? active).postMessage(told, [channel.port2]);
  };

  const begin = async () => {
    kept = await openKept();
    const list = await told(read("kept").get("list"));
    const found = await told(read("kept").get("clock"));
    // A page out of the worker's store says when it was stored, not what time it is.
    if (found) ({ since, offset } = found);
    for (const each of await told(read("seen").getAll())) seen.set(each.number, each);
    waiting = await told(read("queue").count());
    if (list) await readList(list);
    part("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      wake();
      const field = part("number");
      const typed = field.value;
      field.value = "";
      field.focus();
      await check(typed);
    });
    part("camera").hidden = !navigator.mediaDevices?.getUserMedia;
    part("camera").addEventListener("click", openCamera);
    part("picture").parentElement.hidden = false;
    part("picture").addEventListener("change", takePicture);
    part("wipe").hidden = false;
    part("wipe").addEventListener("click", async () => {
      if (waiting) { show("not-yet-sent"); return; }
      clearTimeout(timer);
      kept.close();
      await forget();
      location.assign("/");
    });
    addEventListener("online", () => { retry = RETRY_FIRST; soon(0); });
    drawState();
    part("number").dataset.begun = "";
    talk();
    if ("serviceWorker" in navigator) install().catch(() => {});
  };

  begin().catch(() => show("broken"));
})();
