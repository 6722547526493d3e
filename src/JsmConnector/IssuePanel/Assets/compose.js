// The composer in the issue panel: a live preview while somebody writes, and forms that are sent without leaving the page, with a fresh token when
// the old one has run out. Without it the same buttons send the same forms.
'use strict';
(() => {
  const page = window.jsmPage;
  if (!page) return;
  const formOf = (node) => node?.closest?.('form[data-compose]');
  const parse = (html) => new DOMParser().parseFromString(html, 'text/html').body;
  const encoded = (fields) => new URLSearchParams([...fields].filter(([, value]) => typeof value === 'string'));

  const post = async (address, fields) => {
    if (page.bridge) return page.bridge.post(address, encoded(fields).toString());
    const send = () => fetch(address, {
      method: 'POST', body: encoded(fields), headers: { Accept: 'text/html' }, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(30000),
    });
    let answer = await send();
    if (answer.status === 401) {
      const token = parse((await page.fetchPage()).html).querySelector('input[name=session]')?.value;
      if (token) {
        fields.set('session', token);
        answer = await send();
      }
    }
    return { status: answer.status, html: await answer.text() };
  };

  const say = (form, text) => {
    let note = form.querySelector('[data-note]');
    if (!note) {
      note = Object.assign(document.createElement('p'), { className: 'message tone-degraded' });
      note.dataset.note = '';
      note.setAttribute('role', 'alert');
      form.append(note);
    }
    note.textContent = text;
    page.fit();
  };

  // ---- Sending
  document.addEventListener('submit', (event) => {
    const form = formOf(event.target);
    if (!form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.busy) return;
    form.dataset.busy = '1';
    const [fields, address] = [new FormData(form, event.submitter), form.getAttribute('action')];
    const pressed = event.submitter?.dataset.key;
    const buttons = [...form.querySelectorAll('button')];
    buttons.forEach((button) => { button.disabled = true; });
    post(address, fields).then((answer) => {
      const body = parse(answer.html);
      if (!body.querySelector('[data-part]')) throw new Error('no page');
      page.swap(body, true);
      const again = document.querySelector('form[data-compose].composer');
      if (again && again.closest('details')?.open) again.closest('[data-part]').setAttribute('data-dirty', '');
      // The first of them that can take the focus: what lies in a fold that closed cannot, and whoever has only keys would begin at the top again.
      ['#overtaken', '#findings[role=alert]', '[aria-invalid=true]', `[data-key="${CSS.escape(pressed ?? '')}"]`, '[data-key=compose] > summary']
        .map((place) => document.querySelector(place)).some((node) => { node?.focus(); return node && document.activeElement === node; });
      const news = document.querySelector('[data-part=message]')?.textContent;
      if (news) page.live().textContent = news;
    }).catch(() => {
      delete form.dataset.busy;
      buttons.forEach((button) => { button.disabled = false; });
      say(form, form.dataset.away ?? document.querySelector('form[data-away]')?.dataset.away ?? '');
    });
  }, true);

  // ---- Live preview
  let timer = 0;
  let number = 0;
  // Nothing moves under a finger: what comes in between press and release waits for the release.
  let pressed = null;
  document.addEventListener('pointerdown', () => { pressed ??= Promise.withResolvers(); });
  for (const end of ['pointerup', 'pointercancel', 'dragend']) {
    document.addEventListener(end, () => setTimeout(() => { pressed?.resolve(); pressed = null; }));
  }
  const isSame = (piece, twin) => (piece.dataset.same === undefined ? page.quiet(piece) === page.quiet(twin) : piece.dataset.same === twin.dataset.same);
  const refresh = async (form) => {
    const mine = ++number;
    const fields = new FormData(form);
    fields.set('decision', 'preview');
    let incoming;
    try { incoming = parse((await post(form.getAttribute('action'), fields)).html).querySelector('form.composer'); } catch { return; }
    await pressed?.promise;
    if (!incoming || mine !== number || !form.isConnected || form.dataset.busy) return;
    const focused = document.activeElement?.id;
    for (const piece of form.querySelectorAll('[data-live]')) {
      const twin = incoming.querySelector(`[data-live="${piece.dataset.live}"]`);
      if (twin && !isSame(piece, twin)) piece.replaceWith(document.adoptNode(twin));
    }
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
    // Words that were offered follow the stage; words that somebody wrote stay.
    const [words, offered] = [form.elements.words, form.elements.offered];
    const isUntouched = words.value.trim() === offered.value.trim();
    offered.value = incoming.elements.offered.value;
    if (isUntouched && document.activeElement !== words) words.value = incoming.elements.words.value;
    form.elements.session.value = incoming.elements.session.value;
    page.tellTimes();
    page.fit();
  };
  const changed = (event) => {
    const form = formOf(event.target);
    if (!form?.classList.contains('composer')) return;
    form.closest('[data-part]').setAttribute('data-dirty', '');
    if (event.target.name === 'minutes') form.querySelector('#promise-other').checked = true;
    // An answer under way knows nothing of this change, and would take it back.
    number++;
    clearTimeout(timer);
    timer = setTimeout(() => refresh(form), event.type === 'change' ? 50 : 700);
  };
  document.addEventListener('input', changed);
  document.addEventListener('change', changed);
  document.addEventListener('toggle', () => page.fit(), true);

  // Ctrl+Enter goes to the button, which says what it will do; Enter then does it.
  document.addEventListener('keydown', (event) => {
    const form = formOf(event.target);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.querySelector('#publish')?.focus();
    }
  });
})();
