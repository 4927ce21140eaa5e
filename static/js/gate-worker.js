// The worker of the gates: keeps the gate page and what it is drawn with, so that a phone without a
// network can open it. It looks after /gates/ alone, and forgets a gate that the server has closed.
(() => {
  const PATIENCE = 4000;
  const GATE = /^\/gates\/(\d+)$/;
  const SHUT = [403, 404, 410];
  const cacheOf = (id) => `gate-${id}`;

  const forgetNames = (id) =>
    new Promise((done) => {
      const opening = indexedDB.open(cacheOf(id));
      opening.onerror = done;
      opening.onupgradeneeded = () => opening.transaction.abort();
      opening.onsuccess = () => {
        const { result } = opening;
        if (!result.objectStoreNames.contains("kept")) { result.close(); done(); return; }
        const clearing = result.transaction(["kept", "seen"], "readwrite");
        for (const store of ["kept", "seen"]) clearing.objectStore(store).clear();
        clearing.oncomplete = () => { result.close(); done(); };
      };
    });

  const forget = (id) => Promise.all([caches.delete(cacheOf(id)), forgetNames(id)]);

  const page = async (request, id) => {
    const kept = await caches.open(cacheOf(id));
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok && !answer.redirected) await kept.put(request.url, answer.clone());
      if (SHUT.includes(answer.status)) await forget(id);
      return answer;
    } catch (error) {
      const found = await kept.match(request.url, { ignoreSearch: true });
      if (!found) throw error;
      return found;
    }
  };

  const asset = async (request) => (await caches.match(request)) ?? fetch(request);

  const keep = async ({ id, address, assets }) => {
    const kept = await caches.open(cacheOf(id));
    const wanted = [address, ...assets].map((each) => new URL(each, location.href).href);
    for (const old of await kept.keys()) if (!wanted.includes(old.url)) await kept.delete(old);
    for (const each of assets) if (!(await kept.match(each))) await kept.add(each);
    const page = new URL(address, location.href).href;
    const answer = await fetch(page, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) await kept.put(page, answer);
    return Boolean(await kept.match(page));
  };

  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    const gate = GATE.exec(url.pathname);
    if (request.mode === "navigate" && gate) event.respondWith(page(request, gate[1]));
    else if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  });
  addEventListener("message", (event) => {
    const [port] = event.ports;
    event.waitUntil(keep(event.data).then((kept) => port.postMessage(kept), () => port.postMessage(false)));
  });
})();
