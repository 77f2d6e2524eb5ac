// Served in place of the worker where the pages are switched off: deletes what that one stored, and itself.
"use strict";

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
})()));
