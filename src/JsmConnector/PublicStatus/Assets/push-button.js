// Turns messages to this browser on and off. Without it, or without a browser that can, the page offers its other ways.
(() => {
  'use strict';
  const part = document.querySelector('[data-push]');
  if (!part || !('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return;
  const [button, told] = [part.querySelector('button'), part.querySelector('[role=status]')];
  const at = part.dataset.push;
  part.hidden = false;

  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
  const held = async () => (await navigator.serviceWorker.getRegistration(`${at}/`))?.pushManager.getSubscription() ?? null;
  const show = isOn => { button.textContent = isOn ? button.dataset.off : button.dataset.on; };

  async function turnOn() {
    if (await Notification.requestPermission() !== 'granted') return 'refused';
    const worker = await navigator.serviceWorker.register(`${at}/worker.js`);
    await ready(worker);
    const key = await (await fetch(`${at}/push-key`)).text();
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const form = new FormData(part.closest('form') ?? document.querySelector('form.form') ?? undefined);
    form.set('way', 'push');
    form.set('address', JSON.stringify(subscription));
    const answer = await fetch(part.dataset.ask, { method: 'POST', body: form });
    if (!answer.ok) {
      await subscription.unsubscribe();
      return 'failed';
    }
    return 'asked';
  }

  async function turnOff(subscription) {
    await subscription.unsubscribe();
    return 'over';
  }

  const ready = worker => worker.active ? Promise.resolve() : new Promise(resolve => {
    const coming = worker.installing ?? worker.waiting;
    coming.addEventListener('statechange', () => { if (coming.state === 'activated') resolve(); });
  });

  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const subscription = await held();
      told.textContent = told.dataset[subscription ? await turnOff(subscription) : await turnOn()];
    } catch {
      told.textContent = told.dataset.failed;
    }
    button.disabled = false;
    show(await held());
  });
  held().then(show);
})();
