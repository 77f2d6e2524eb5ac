// Keeps the files for times without a signal: a shell in each language, and the assets. It never keeps a person's page. The registry puts
// `kept` before this text: the cache's name, the languages and the addresses of the assets.
"use strict";

const shellOf = language => `/${language}/offline`;
const pageWait = location.hostname.endsWith(".onion") ? 30_000 : 8_000;

addEventListener("install", event => event.waitUntil((async () => {
  const cache = await caches.open(kept.name);
  const addresses = [...kept.languages.map(shellOf), ...kept.assets];
  // Without cookies, so that a shell is the same for everybody.
  await cache.addAll(addresses.map(address => new Request(address, { cache: "reload", credentials: "omit" })));
  await skipWaiting();
})()));

addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== kept.name) await caches.delete(name);
  await clients.claim();
})()));

const cached = address => caches.match(address, { ignoreVary: true });

/** The page from the network; the shell if that fails or takes too long. */
async function page(request) {
  const answer = fetch(request);
  const late = new Promise(done => setTimeout(done, pageWait));
  try {
    const first = await Promise.race([answer, late]);
    if (first) return first;
  } catch {
    // No connection.
  }
  const asked = [new URL(request.url).pathname.split("/")[1], ...navigator.languages.map(tag => tag.split("-")[0])];
  const language = asked.find(code => kept.languages.includes(code)) ?? kept.languages[0];
  return await cached(shellOf(language)) ?? answer;
}

addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/assets/")) event.respondWith(cached(pathname).then(answer => answer ?? fetch(request)));
  else if (request.mode === "navigate") event.respondWith(page(request));
});
