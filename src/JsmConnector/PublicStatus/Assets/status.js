// Adds to a page that is complete without it: the reader's own times, days of the bars by keyboard, and a quiet refresh.
(() => {
  'use strict';
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });

  function ago(at) {
    const minutes = Math.round((at - Date.now()) / 60000);
    if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
    if (Math.abs(minutes) < 2880) return relative.format(Math.round(minutes / 60), 'hour');
    return relative.format(Math.round(minutes / 1440), 'day');
  }

  function tellTimes() {
    for (const time of document.querySelectorAll('time[data-moment]')) {
      const at = new Date(time.dateTime);
      time.textContent = ago(at);
      time.title = exact.format(at);
      time.setAttribute('aria-label', `${ago(at)}, ${exact.format(at)}`);
    }
    for (const time of document.querySelectorAll('time[data-clock]')) time.textContent = clock.format(new Date(time.dateTime));
    for (const promise of document.querySelectorAll('[data-promise]')) tellPromise(promise);
  }

  function tellPromise(promise) {
    const time = promise.querySelector('time');
    const left = Math.ceil((new Date(time.dateTime) - Date.now()) / 60000);
    time.textContent = clock.format(new Date(time.dateTime));
    promise.querySelector('[data-promise-distance]').textContent = left < 0 ? `(${-left} min late)` : `(in ${left} min)`;
    promise.classList.toggle('promise-late', left < 0);
    promise.classList.toggle('promise-soon', left >= 0 && left < 5);
  }

  // One tab stop a strip; arrows walk over the days, the text below says what each was.
  function walkBars(root) {
    for (const bars of root.querySelectorAll('[data-bars]')) {
      const days = [...bars.querySelectorAll('rect')];
      const text = bars.parentElement.querySelector('[data-day-text]');
      const summary = text.textContent;
      let at = days.length - 1;
      const show = index => {
        days[at].classList.remove('chosen');
        at = Math.max(0, Math.min(days.length - 1, index));
        days[at].classList.add('chosen');
        text.textContent = days[at].dataset.day;
        bars.setAttribute('aria-label', days[at].dataset.day);
      };
      const leave = () => {
        days[at].classList.remove('chosen');
        text.textContent = summary;
        bars.setAttribute('aria-label', summary);
      };
      bars.addEventListener('keydown', event => {
        const step = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        show(at + step);
      });
      bars.addEventListener('blur', leave);
      bars.addEventListener('mouseleave', leave);
      days.forEach((day, index) => ['mouseenter', 'click'].forEach(name => day.addEventListener(name, () => show(index))));
    }
  }

  function filterComponents(root) {
    const filter = root.querySelector('[data-filter]');
    if (!filter) return;
    filter.hidden = false;
    const apply = () => {
      const wanted = filter.querySelector('[data-filter-text]').value.trim().toLowerCase();
      const affected = filter.querySelector('[data-filter-affected]').checked;
      for (const row of root.querySelectorAll('[data-component]'))
        row.hidden = !row.dataset.component.toLowerCase().includes(wanted) || (affected && !row.dataset.affected);
    };
    filter.addEventListener('input', apply);
  }

  // What the server sent, before this script touches it: a later answer is compared with it, so opening the page costs one request, not two.
  let shown = document.getElementById('main').innerHTML, failures = 0, checked = Date.now();

  async function refresh() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { cache: 'no-cache' });
      if (!answer.ok) throw new Error(answer.statusText);
      checked = Date.now();
      failures = 0;
      swap(await answer.text());
    } catch {
      failures++;
    }
    const stale = document.querySelector('[data-stale]') ?? document.querySelector('footer p').appendChild(Object.assign(document.createElement('span'), { className: 'stale' }));
    stale.dataset.stale = '';
    stale.textContent = failures > 0 ? ` Last checked ${ago(checked)}.` : '';
  }

  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html'), markup = fresh.getElementById('main').innerHTML;
    if (markup === shown) return;
    shown = markup;
    const main = document.getElementById('main');
    const opened = [...main.querySelectorAll('details[open]')].map(d => d.closest('article')?.querySelector('a')?.href);
    const focused = main.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    main.innerHTML = markup;
    for (const details of main.querySelectorAll('details')) details.open = opened.includes(details.closest('article')?.querySelector('a')?.href);
    if (focused) main.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    document.title = fresh.title;
    document.querySelector('link[rel=icon]').href = fresh.querySelector('link[rel=icon]').href;
    prepare(main);
    document.querySelector('[data-announcer]').textContent = main.querySelector('h1').textContent.trim();
  }

  function prepare(root) {
    tellTimes();
    walkBars(root);
    filterComponents(root);
  }

  prepare(document);
  setInterval(tellTimes, 20000);
  // A little longer than caches may keep an answer (10 s); twice as long after every failure, five minutes at most.
  const again = () => setTimeout(async () => { await refresh(); again(); }, Math.min(300000, 15000 * 2 ** failures));
  again();
  document.addEventListener('visibilitychange', refresh);
})();
