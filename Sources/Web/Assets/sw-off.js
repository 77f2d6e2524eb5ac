// Served in place of the worker where the pages are switched off: deletes what that one stored, and itself.
"use strict";

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  // Reports that wait can no longer be sent, and plates must not stay on the device.
  await new Promise(done => {
    const request = indexedDB.deleteDatabase("thaw");
    request.onsuccess = request.onerror = request.onblocked = done;
  });
  await registration.unregister();
})()));
