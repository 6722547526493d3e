// Shows what the site tells this browser. It confirms the subscription by itself, shows each message once, and ends the subscription when asked.
'use strict';

self.addEventListener('push', event => event.waitUntil(take(event.data ? event.data.json() : {})));

async function take(told) {
  if (told.confirm) {
    if (!(await confirmed(told.confirm))) return;
  }
  // One at a time: the same message may come twice in the same moment.
  await navigator.locks.request('told', () => showOnce(told));
}

// A message whose receipt got lost on the way comes again. It is marked after it was shown: a browser that ends in between shows it twice rather than never.
async function showOnce(told) {
  const seen = await caches.open('told'), mark = `told/${told.id ?? told.confirm}`;
  if (await seen.match(mark)) return;
  const actions = told.leave ? [{ action: 'leave', title: told.leave.label }] : [];
  await self.registration.showNotification(told.title, { body: told.body, tag: told.tag, renotify: Boolean(told.tag), lang: told.lang, data: { url: told.url, leave: told.leave?.url }, actions });
  await seen.put(mark, new Response(''));
  for (const old of (await seen.keys()).slice(0, -50)) await seen.delete(old);
}

// A server that starts anew is back within seconds.
async function confirmed(token) {
  for (const wait of [0, 2, 6, 12]) {
    await new Promise(done => setTimeout(done, wait * 1000));
    const answer = await fetch(`confirm?token=${encodeURIComponent(token)}`, { method: 'POST' }).catch(() => undefined);
    if (answer && answer.status < 500) return answer.ok;
  }
  return false;
}

self.addEventListener('notificationclick', event => {
  const { url, leave } = event.notification.data;
  event.notification.close();
  event.waitUntil(event.action === 'leave' ? end(leave) : self.clients.openWindow(url || self.registration.scope));
});

async function end(leave) {
  // Below this page, whatever name the message knew it by.
  await fetch(`unsubscribe${new URL(leave).search}`, { method: 'POST' });
  const held = await self.registration.pushManager.getSubscription();
  if (held) await held.unsubscribe();
}
