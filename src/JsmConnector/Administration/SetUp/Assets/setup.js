// The guided set-up: results appear while somebody types, and moving a row up or down leaves the page where it is. Without it the same buttons do the same.
'use strict';
(() => {
  const page = window.jsmPage;
  if (!page) return;
  const formOf = (node) => node?.closest?.('form[data-setup]');
  const post = async (form, fields) => {
    const address = form.getAttribute('action');
    const body = new URLSearchParams([...fields].filter(([, value]) => typeof value === 'string'));
    const answer = page.bridge
      ? await page.bridge.post(address, body.toString())
      : await fetch(address, { method: 'POST', body, headers: { Accept: 'text/html' }, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(30000) });
    if (answer.status !== 200) throw new Error('refused');
    return new DOMParser().parseFromString(page.bridge ? answer.html : await answer.text(), 'text/html').querySelector('form[data-setup]');
  };

  let number = 0;
  const bring = async (form, decision, focused) => {
    const mine = ++number;
    const fields = new FormData(form);
    fields.set('decision', decision);
    const incoming = await post(form, fields);
    if (!incoming || mine !== number || !form.isConnected) return;
    for (const piece of form.querySelectorAll('[data-live]')) {
      const twin = incoming.querySelector(`[data-live="${piece.dataset.live}"]`);
      if (twin && twin.outerHTML !== piece.outerHTML) piece.replaceWith(document.adoptNode(twin));
    }
    form.elements.session.value = incoming.elements.session.value;
    page.fit();
    if (!focused) return;
    const key = (name) => form.querySelector(`[data-key="${CSS.escape(name)}"]:not([disabled])`);
    // At the end of the way the button is off: its neighbour takes the focus.
    (key(focused) ?? key(focused.replace(/^(up|down)-/, (way) => (way === 'up-' ? 'down-' : 'up-'))))?.focus({ preventScroll: true });
    page.live().textContent = `Moved ${focused.startsWith('up-') ? 'up' : 'down'}.`;
  };

  // One list of names serves a field of several: what stands before the last comma, outside of quotation marks, goes before each suggestion.
  document.addEventListener('input', (event) => {
    const { list, value } = event.target;
    if (!list || !event.target.hasAttribute('data-names')) return;
    const before = value.match(/^(?:(?:[^",]|"[^"]*")*,)*/)[0];
    for (const option of list.options) option.value = `${before}${before && ' '}${(option.dataset.name ??= option.value)}`;
  });

  // A logo is kept as text; people have it as a file. Screens are replaced inside Forge, so events are heard where they end and not at the field.
  document.documentElement.classList.add('scripted');
  const pictureOf = (node) => node?.closest?.('.field')?.querySelector('textarea[data-picture]');
  const show = (text) => {
    const file = text.closest('.field').querySelector('.picture-file');
    let shown = text.closest('.field').querySelector('img.picture');
    if (!shown) file.before(shown = Object.assign(document.createElement('img'), { alt: '', className: 'picture' }));
    shown.onload = () => page.fit();
    shown.hidden = !text.value.trim().startsWith('data:image/');
    if (!shown.hidden) shown.src = text.value.trim();
    page.fit();
  };
  document.addEventListener('change', (event) => {
    if (!event.target.classList?.contains('picture-file')) return;
    const [input, text, file] = [event.target, pictureOf(event.target), event.target.files[0]];
    const problem = input.closest('.field').querySelector('[data-picture-problem]');
    if (!file || !text) return;
    // What is too large makes a form that no server takes, and with it everything else that was typed would be lost.
    problem.hidden = file.size <= Number(input.dataset.most);
    page.fit();
    if (!problem.hidden) {
      input.value = '';
      page.live().textContent = problem.textContent;
      return;
    }
    const reader = new FileReader();
    reader.addEventListener('load', () => { text.value = reader.result; show(text); });
    reader.readAsDataURL(file);
  });
  document.addEventListener('input', (event) => { if (event.target.matches?.('textarea[data-picture]')) show(event.target); });
  document.querySelectorAll('textarea[data-picture]').forEach(show);

  let timer = 0;
  document.addEventListener('input', (event) => {
    const form = formOf(event.target);
    if (!form || event.target.name !== 'q') return;
    clearTimeout(timer);
    timer = setTimeout(() => bring(form, 'search').catch(() => { /* The button is still there. */ }), 300);
  });
  document.addEventListener('submit', (event) => {
    const form = formOf(event.target);
    const decision = event.submitter?.value ?? '';
    if (!form || !/^(search$|up:|down:)/.test(decision)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    bring(form, decision, event.submitter.dataset.key).catch(() => { page.live().textContent = 'The app did not answer. Wait a moment and press the button again.'; });
  }, true);
})();
