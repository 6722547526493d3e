// The editor of templates: what the words make of the chosen incident is shown a moment after the last key. Without it the button shows it.
'use strict';
(() => {
  const form = document.querySelector('form.template-form');
  // Inside Forge requests go through its bridge, which knows screens only: there the button shows it.
  if (!form || window.jsmScreen) return;
  const QUIET = 700;
  let timer = 0;
  let asked = 0;

  const show = async () => {
    const number = ++asked;
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    body.set('decision', 'preview');
    try {
      const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(70000) });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      // Only the newest question counts.
      if (number !== asked || !page.querySelector('form.template-form')) return;
      for (const name of ['problem', 'preview']) {
        const [here, there] = [document, page].map((where) => where.querySelector(`[data-live=${name}]`));
        if (!here || !there) continue;
        const isOpen = here.querySelector('details')?.open;
        here.replaceChildren(...there.childNodes);
        if (isOpen) here.querySelector('details').open = true;
      }
      const source = form.querySelector('#source');
      source.toggleAttribute('aria-invalid', false);
      if (form.querySelector('[data-live=problem] .problem')) source.setAttribute('aria-invalid', 'true');
      const token = page.querySelector('form.template-form input[name=session]')?.value;
      if (token) document.querySelectorAll('input[name=session]').forEach((input) => { input.value = token; });
    } catch {
      // The button is still there.
    }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(show, QUIET); };
  form.addEventListener('input', soon);
  form.addEventListener('submit', () => { clearTimeout(timer); asked++; });
})();
