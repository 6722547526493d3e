// Screens inside Jira: hides the token, says times in the reader's zone, keeps the frame's height and the content current.
// The page is complete without it.
'use strict';
(() => {
  const address = new URL(location.href);
  if (address.searchParams.has('jwt')) {
    address.searchParams.delete('jwt');
    history.replaceState(history.state, '', address);
  }

  // ---- Times
  const zoned = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' };
  const language = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang;
  const exactForm = new Intl.DateTimeFormat(language, zoned);
  const clockForm = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
  const dayForm = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' });
  const dayCount = new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  const relativeForm = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  const now = language === 'en-GB' ? 'just now' : new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');

  const relative = (seconds) => {
    for (const [unit, size] of units)
      if (Math.abs(seconds) >= size) return relativeForm.format(Math.trunc(seconds / size), unit);
    return now;
  };
  const short = (seconds) => {
    const minutes = Math.ceil(Math.abs(seconds) / 60);
    if (minutes < 60) return `${minutes} min`;
    if (minutes >= 60 * 48) return dayCount.format(Math.floor(minutes / 1440));
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  };
  const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };

  const tellTimes = (root = document) => {
    const now = Date.now();
    for (const node of root.querySelectorAll('time[data-moment]')) {
      const at = new Date(node.dateTime);
      const exact = exactForm.format(at);
      node.title = exact;
      let hidden = node.querySelector('.visually-hidden');
      if (!hidden) {
        hidden = document.createElement('span');
        hidden.className = 'visually-hidden';
        node.replaceChildren(document.createElement('span'), hidden);
      }
      write(node.firstChild, relative((at - now) / 1000));
      write(hidden, ` (${exact})`);
    }
    for (const chip of root.querySelectorAll('[data-promise]')) {
      const time = chip.querySelector('time');
      const at = new Date(time.dateTime);
      const left = (at - now) / 1000;
      time.title = exactForm.format(at);
      write(time, (dayForm.format(at) === dayForm.format(now) ? clockForm : exactForm).format(at));
      write(chip.querySelector('[data-promise-distance]'), (left < 0 ? chip.dataset.late ?? '({0} late)' : chip.dataset.in ?? '(in {0})').replace('{0}', short(left)));
      chip.classList.toggle('promise-late', left < 0);
      chip.classList.toggle('promise-soon', left >= 0 && left < 300);
    }
  };

  // ---- The host
  let host = null;
  let height = -1;
  const isEmpty = () => ![...document.body.children].some((node) => !node.hasAttribute('data-keep'));
  const fit = () => {
    if (!host?.resize || document.body.dataset.size === 'host') return;
    const wanted = isEmpty() ? 0 : Math.ceil(document.body.getBoundingClientRect().height);
    if (wanted === height) return;
    height = wanted;
    host.resize('100%', String(wanted));
  };
  const greet = () => {
    if (!window.AP || host) return;
    host = window.AP;
    try { host.theme?.initializeTheming?.(); } catch { /* An older host has no themes: our own colours stand. */ }
    fit();
    new ResizeObserver(fit).observe(document.body);
  };
  greet();
  document.getElementById('connect')?.addEventListener('load', greet);
  addEventListener('load', greet);
  // Inside Forge the page is read through its bridge and not with a token (descriptor/forge/static/forge.js).
  const bridge = window.jsmScreen;
  const token = () => new Promise((resolve, reject) => {
    if (!host?.context) reject(new Error('The host gives no token.'));
    else {
      host.context.getToken(resolve);
      setTimeout(() => reject(new Error('The host took too long.')), 10000);
    }
  });

  // ---- Content: only parts that changed are swapped, so focus and open folds stay where they are
  const quiet = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll('time, [data-promise-distance]').forEach((part) => part.replaceChildren());
    copy.querySelectorAll('time').forEach((part) => part.removeAttribute('title'));
    copy.querySelectorAll('[data-promise]').forEach((part) => { part.className = ''; });
    copy.querySelectorAll('input[type=hidden]').forEach((part) => part.removeAttribute('value'));
    copy.querySelectorAll('details').forEach((part) => part.removeAttribute('open'));
    return copy.outerHTML;
  };
  const parts = (body) => [...body.children].filter((node) => node.hasAttribute('data-part'));
  const live = () => {
    let region = document.getElementById('live');
    if (!region) {
      region = Object.assign(document.createElement('div'), { id: 'live', className: 'visually-hidden' });
      region.setAttribute('aria-live', 'polite');
      region.setAttribute('data-keep', '');
      document.body.append(region);
    }
    return region;
  };
  const keepState = (before, after) => {
    for (const fold of before.querySelectorAll('details[data-key]'))
      for (const twin of after.querySelectorAll('details[data-key]'))
        if (twin.dataset.key === fold.dataset.key) twin.open = fold.open;
  };
  // A form that somebody writes in stays as it is, but for the token that lets it be sent.
  const isHeld = (node, next) => {
    if (!node?.hasAttribute('data-hold') || !node.hasAttribute('data-dirty')) return false;
    const token = next.querySelector('input[name=session]')?.value;
    if (token) node.querySelectorAll('input[name=session]').forEach((input) => { input.value = token; });
    return true;
  };
  const swap = (incoming, force = false) => {
    const held = new Map(parts(document.body).map((node) => [node.dataset.part, node]));
    const focused = document.activeElement?.id || document.activeElement?.dataset?.key;
    const news = [];
    let last = null;
    for (const next of parts(incoming)) {
      const old = held.get(next.dataset.part);
      held.delete(next.dataset.part);
      let node = old;
      if (!force && isHeld(old, next)) { /* kept */ }
      else if (force || !old || quiet(old) !== quiet(next)) {
        node = document.adoptNode(next);
        if (old) { if (!force) keepState(old, node); old.replaceWith(node); }
        if (node.dataset.announce && node.dataset.announce !== old?.dataset.announce) news.push(node.dataset.announce);
      } else {
        // Same content, but the tokens of its forms are fresh.
        const fresh = next.querySelectorAll('input[type=hidden]');
        old.querySelectorAll('input[type=hidden]').forEach((input, at) => { input.value = fresh[at].value; });
      }
      const place = last ? last.nextSibling : document.body.firstChild;
      if (node !== place) document.body.insertBefore(node, place);
      last = node;
    }
    for (const gone of held.values()) gone.remove();
    if (focused && document.activeElement === document.body)
      (document.getElementById(focused) ?? document.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
    if (news.length) live().textContent = news.join(' ');
    tellTimes();
    fit();
  };

  const fetchPage = async () => {
    const answer = await fetch(location.pathname + location.search, {
      headers: { Authorization: `JWT ${await token()}`, Accept: 'text/html' }, cache: 'no-store', credentials: 'omit',
      signal: AbortSignal.timeout(15000),
    });
    return { ok: answer.ok, status: answer.status, html: await answer.text() };
  };

  const pace = Number(document.body.dataset.refreshSeconds) * 1000;
  let failures = 0;
  let reading = false;
  let readAt = Date.now();
  const read = async () => {
    if (reading || document.hidden || !(host || bridge)) return;
    reading = true;
    try {
      const answer = await (bridge ? bridge.read() : fetchPage());
      // What we show stays when the app is away. A right that was withdrawn counts at once.
      if (answer.ok || answer.status === 403) swap(new DOMParser().parseFromString(answer.html, 'text/html').body);
      failures = answer.ok ? 0 : failures + 1;
    } catch {
      failures += 1;
    } finally {
      readAt = Date.now();
      reading = false;
    }
  };
  const due = () => Date.now() - readAt >= Math.min(pace * 2 ** failures, 10 * 60 * 1000);
  if (pace > 0) {
    setInterval(() => { if (due()) read(); }, 1000);
    document.addEventListener('visibilitychange', () => { if (due()) read(); });
  }

  // ---- Sessions: a page that is not read anew, because somebody writes in it, keeps the right to send what he writes
  const freshSession = async () => {
    const answer = await (bridge ? bridge.read() : fetchPage());
    return answer.ok ? new DOMParser().parseFromString(answer.html, 'text/html').querySelector('input[name=session]')?.value : null;
  };
  const renewEvery = 5 * 60 * 1000;
  let renewedAt = Date.now();
  let renewals = 0;
  const renew = async () => {
    const held = document.querySelectorAll('input[name=session]');
    if (!held.length || !(host || bridge)) return;
    renewedAt = Date.now();
    renewals++;
    try {
      const fresh = await freshSession();
      if (!fresh) return;
      held.forEach((input) => { input.value = fresh; });
      // A form that came too late can be sent again as it is.
      for (const form of document.querySelectorAll('form[data-renew][hidden]')) {
        form.hidden = false;
        document.querySelector('[data-without-renew]')?.remove();
        fit();
      }
    } catch { /* The next try may do better. */ }
  };
  if (!(pace > 0)) {
    // A form that waits to be sent again is worth asking for: soon at first, then every minute.
    const isOld = () => Date.now() - renewedAt >= (document.querySelector('form[data-renew][hidden]') ? Math.min(1000 * 2 ** renewals, 60000) : renewEvery);
    setInterval(() => { if (isOld()) renew(); }, 1000);
    document.addEventListener('visibilitychange', () => { if (!document.hidden && isOld()) renew(); });
  }

  // One press, one action.
  document.addEventListener('submit', (event) => {
    setTimeout(() => event.target.querySelectorAll('button').forEach((button) => { button.disabled = true; }));
  });

  // For scripts of single screens.
  window.jsmPage = { swap, fetchPage, bridge, tellTimes, fit, live, quiet };
  if (bridge) bridge.refreshed = () => { tellTimes(); readAt = Date.now(); };
  tellTimes();
  setInterval(tellTimes, 15000);
})();
