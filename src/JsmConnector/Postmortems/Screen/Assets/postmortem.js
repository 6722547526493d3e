// The editor of postmortems: saves by itself a few seconds after the last key, and keeps the form's token fresh. Without it the button saves.
'use strict';
(() => {
  const form = document.querySelector('form[data-autosave=on]');
  // Inside Forge requests go through its bridge, which knows screens only: there the button saves.
  if (!form || window.jsmScreen) return;
  const state = form.querySelector('[data-autosave-state]');
  const texts = [...form.querySelectorAll('textarea')];
  const field = (name) => form.querySelector(`input[name=${name}]`);
  const QUIET = 5000;
  const RENEW = 5 * 60 * 1000;
  let saved = texts.map((text) => text.value).join('\0');
  let timer = 0;
  let askedAt = Date.now();
  let isBusy = false;
  const isChanged = () => texts.map((text) => text.value).join('\0') !== saved;

  const save = async () => {
    if (isBusy) return;
    isBusy = true;
    const sent = texts.map((text) => text.value).join('\0');
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    body.set('decision', 'autosave');
    try {
      const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(15000) });
      if (answer.ok) {
        const { version, session } = await answer.json();
        field('version').value = version;
        field('session').value = session;
        saved = sent;
        state.textContent = `Saved by itself at ${new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })} as version ${version}.`;
      } else {
        state.textContent = answer.status === 409 ? 'Somebody else saved meanwhile. Press Save to see what changed; your words stay.' : 'Not saved by itself. Press Save.';
        if (answer.status === 409) return;
      }
    } catch {
      state.textContent = 'The app could not be reached; it is tried again. Your words are still here.';
    } finally {
      askedAt = Date.now();
      isBusy = false;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    state.textContent = 'Not saved yet.';
    timer = setTimeout(save, QUIET);
  });
  setInterval(() => { if (isChanged() ? Date.now() - askedAt > 30000 : Date.now() - askedAt > RENEW) save(); }, 10000);
  form.addEventListener('submit', () => clearTimeout(timer));
  state.textContent = 'Saved by itself while you write.';
})();
