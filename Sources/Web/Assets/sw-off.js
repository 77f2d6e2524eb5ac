// Served instead of the worker if the pages are turned off: deletes the worker's stored files, and itself.
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
