// Adds to a page that is complete without it: the reader's own times, days of the bars by keyboard, and a quiet refresh.
(() => {
  'use strict';
  const say = (key, ...parts) => document.body.dataset[key].replace(/\{(\d)\}/g, (_, at) => parts[at]);
  // English as most of the world writes dates: the day first, as the page itself does.
  const lang = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang;
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const time = options => new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', ...options });
  const exact = time({ day: 'numeric', month: 'short', year: 'numeric' }), clock = time({});
  const day = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const isToday = at => at.toDateString() === new Date().toDateString();
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  function ago(at) {
    const minutes = Math.round((at - Date.now()) / 60000);
    if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
    if (Math.abs(minutes) < 2880) return relative.format(Math.round(minutes / 60), 'hour');
    return relative.format(Math.round(minutes / 1440), 'day');
  }

  function tellTimes() {
    for (const time of document.querySelectorAll('time[data-moment]')) {
      const at = new Date(time.dateTime);
      write(time, ago(at));
      time.title = exact.format(at);
    }
    for (const time of document.querySelectorAll('time[data-exact]')) write(time, exact.format(new Date(time.dateTime)));
    for (const time of document.querySelectorAll('time[data-clock]')) {
      const at = new Date(time.dateTime);
      write(time, isToday(at) ? clock.format(at) : exact.format(at));
    }
    document.querySelectorAll('[data-promise]').forEach(tellPromise);
  }

  function tellPromise(promise) {
    const time = promise.querySelector('time'), at = new Date(time.dateTime);
    const left = Math.ceil((at - Date.now()) / 60000);
    write(time, isToday(at) ? clock.format(at) : exact.format(at));
    write(promise.querySelector('[data-promise-distance]'), left < 0 ? say('minutesLate', -left) : say('inMinutes', left));
    promise.classList.toggle('promise-late', left < 0);
    promise.classList.toggle('promise-soon', left >= 0 && left < 5);
  }

  // One tab stop a strip; arrows walk over the days that are seen, the text below says what each was.
  function walkBars(bars) {
    if (bars.tabIndex === 0) return;
    const strip = JSON.parse(bars.dataset.bars), days = 90, said = bars.closest('.strip').nextElementSibling.querySelector('[data-day-text]');
    const summary = said.textContent, label = bars.getAttribute('aria-label');
    const date = index => day.format(new Date(Date.parse(strip.first) + index * 86400000));
    const text = index => `${date(index)}: ${strip.trouble[index] ?? (index < strip.none ? say('noData') : say('operational'))}`;
    const first = () => { const all = bars.getBoundingClientRect(), seen = bars.parentElement.getBoundingClientRect(); return Math.round((all.width - seen.width) / all.width * days); };
    let at = days - 1;
    const show = index => {
      at = Math.max(first(), Math.min(days - 1, index));
      bars.style.setProperty('--chosen', at);
      bars.parentElement.classList.add('choosing');
      bars.parentElement.style.setProperty('--from', (at - first()) / (days - first()));
      bars.parentElement.style.setProperty('--days', days - first());
      write(said, text(at));
      bars.setAttribute('aria-valuenow', at);
      bars.setAttribute('aria-valuetext', text(at));
    };
    const leave = () => {
      bars.parentElement.classList.remove('choosing');
      write(said, summary);
    };
    Object.entries({ tabindex: 0, role: 'slider', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': days - 1, 'aria-valuenow': at, 'aria-valuetext': text(at) })
      .forEach(([name, value]) => bars.setAttribute(name, value));
    bars.addEventListener('keydown', event => {
      const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageUp: at + 7, PageDown: at - 7, Home: 0, End: days - 1 }[event.key];
      if (event.key === 'Escape') leave();
      if (to === undefined) return;
      event.preventDefault();
      show(to);
    });
    const point = event => { const all = bars.getBoundingClientRect(); show(Math.floor((event.clientX - all.left) / all.width * days)); };
    bars.addEventListener('focus', () => { if (bars.matches(':focus-visible')) show(at); });
    bars.addEventListener('blur', leave);
    bars.addEventListener('pointermove', point);
    bars.addEventListener('pointerdown', point);
    bars.addEventListener('pointerleave', () => { if (document.activeElement !== bars) leave(); });
  }

  const wished = { text: '', affected: false };
  function filterComponents() {
    const filter = document.querySelector('[data-filter]');
    if (!filter) return;
    filter.hidden = false;
    const [text, affected] = [filter.querySelector('[data-filter-text]'), filter.querySelector('[data-filter-affected]')];
    [text.value, affected.checked] = [wished.text, wished.affected];
    const apply = () => {
      [wished.text, wished.affected] = [text.value, affected.checked];
      const part = text.value.trim().toLowerCase(), filters = part !== '' || affected.checked;
      let found = 0;
      for (const row of document.querySelectorAll('[data-component]')) {
        row.hidden = !row.dataset.component.toLowerCase().includes(part) || (affected.checked && !row.dataset.affected);
        if (!row.hidden) found++;
      }
      for (const group of [...document.querySelectorAll('[data-group]')].reverse()) {
        group.hidden = filters && !group.querySelector('[data-component]:not([hidden])');
        const details = group.querySelector('details');
        details.dataset.was ??= details.open;
        details.open = filters ? true : details.dataset.was === 'true';
        if (!filters) delete details.dataset.was;
      }
      filter.querySelector('[data-filter-none]').hidden = found > 0;
    };
    if (!filter.dataset.ready) filter.addEventListener('input', apply);
    filter.dataset.ready = 'true';
    if (wished.text || wished.affected) apply();
  }

  // What the server sent, before this script touched it: a later answer is compared with it, and only what differs is put in place.
  let shown = document.getElementById('main').cloneNode(true), failures = 0, checked = Date.now();

  function patch(live, before, after) {
    if (before.isEqualNode(after)) return;
    const same = before.nodeType === Node.ELEMENT_NODE && after.nodeType === Node.ELEMENT_NODE && before.cloneNode(false).isEqualNode(after.cloneNode(false))
      && before.childNodes.length === after.childNodes.length && live.childNodes.length === before.childNodes.length && !(before instanceof SVGElement);
    if (!same) {
      const held = live.contains(document.activeElement) && document.activeElement.getAttribute('href'), put = after.cloneNode(true);
      live.replaceWith(put);
      if (held) put.querySelector?.(`a[href="${CSS.escape(held)}"]`)?.focus();
      return;
    }
    [...live.childNodes].forEach((child, index) => patch(child, before.childNodes[index], after.childNodes[index]));
  }

  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html'), after = document.adoptNode(fresh.getElementById('main'));
    if (shown.isEqualNode(after)) return;
    const heading = shown.querySelector('h1')?.textContent, words = shown.querySelector('.words')?.textContent;
    [...after.childNodes].length === document.getElementById('main').childNodes.length
      ? [...document.getElementById('main').childNodes].forEach((child, index) => patch(child, shown.childNodes[index], after.childNodes[index]))
      : document.getElementById('main').replaceChildren(...after.cloneNode(true).childNodes);
    shown = after;
    document.title = fresh.title;
    document.querySelector('link[rel=icon]').href = fresh.querySelector('link[rel=icon]').href;
    prepare();
    const news = [after.querySelector('h1'), after.querySelector('.words')].filter((element, index) => element && element.textContent !== [heading, words][index]);
    if (news.length) document.querySelector('[data-announcer]').textContent = news.map(element => element.textContent.replace(/\s+/g, ' ').trim()).join(' ');
  }

  async function refresh() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { cache: 'no-cache' });
      if (!answer.ok) throw new Error(answer.statusText);
      swap(await answer.text());
      checked = Date.now();
      failures = 0;
    } catch {
      failures++;
    }
    write(document.querySelector('[data-stale]'), failures > 0 ? say('lastChecked', ago(checked)) : '');
  }

  function prepare() {
    tellTimes();
    document.querySelectorAll('[data-bars]').forEach(walkBars);
    filterComponents();
  }

  prepare();
  setInterval(tellTimes, 20000);
  // A little longer than caches may keep an answer (10 s); twice as long after every failure, five minutes at most.
  const again = () => setTimeout(async () => { await refresh(); again(); }, Math.min(300000, 15000 * 2 ** failures));
  again();
  document.addEventListener('visibilitychange', refresh);
})();
