// A banner (or data-kind="badge", a small mark) on somebody else's page: nothing while all is well, one sentence when it is not.
// It floats over the page, so nothing moves; its styles live in a shadow tree; it stores nothing but which notice was closed.
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || !window.fetch || !Element.prototype.attachShadow) return;
  const words = '{words}';
  const source = new URL(script.src);
  const state = new URL(source.pathname.replace(/embed\.js$/, 'embed.json') + source.search, source);
  const badge = script.dataset.kind === 'badge';
  const top = script.dataset.position === 'top';
  let host, failures = 0, timer;

  const closed = key => { try { return sessionStorage.getItem('status-closed') === key; } catch { return false; } };
  const close = key => { try { sessionStorage.setItem('status-closed', key); } catch { /* A page may forbid it: then it is closed until the next load. */ } };

  function build() {
    host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const style = new CSSStyleSheet();
    style.replaceSync(`
      :host { all: initial; }
      section { position: fixed; z-index: 2147483000; ${top ? 'top' : 'bottom'}: 16px; inset-inline-start: 16px; max-width: min(${badge ? '18rem' : '26rem'}, calc(100vw - 32px)); box-sizing: border-box;
        display: flex; gap: 12px; align-items: center; padding: ${badge ? '6px 12px' : '12px 16px'}; border-radius: ${badge ? '999px' : '8px'}; color: #fff; font: 500 ${badge ? '13px' : '15px'}/1.4 system-ui, sans-serif;
        border: 1px solid transparent; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
      section[hidden] { display: none; }
      p { margin: 0; overflow-wrap: anywhere; }
      a { color: inherit; }
      button { flex: none; min-width: 28px; min-height: 28px; padding: 0; border: 0; border-radius: 4px; background: none; color: inherit; font: inherit; font-size: 18px; cursor: pointer; }
      a:focus-visible, button:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
      @media print { section { display: none; } }`);
    root.adoptedStyleSheets = [style];
    const section = document.createElement('section');
    section.setAttribute('aria-label', words.label);
    section.hidden = true;
    const live = document.createElement('p');
    live.setAttribute('role', 'status');
    const text = document.createElement('span');
    const link = document.createElement('a');
    link.textContent = words.details;
    live.append(text, ' ', link);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = '×';
    button.setAttribute('aria-label', words.close);
    section.append(live, button);
    root.append(section);
    document.body.append(host);
    return { section, text, link, button };
  }

  let parts;
  function show(news) {
    if (!news.show || closed(news.key)) {
      if (parts) parts.section.hidden = true;
      return;
    }
    parts ??= build();
    parts.section.style.background = news.colour;
    if (parts.text.textContent !== news.text) parts.text.textContent = news.text;
    parts.link.href = news.url;
    parts.button.onclick = () => { close(news.key); parts.section.hidden = true; };
    parts.section.hidden = false;
  }

  async function look() {
    clearTimeout(timer);
    if (!document.hidden) {
      try {
        const answer = await fetch(state, { credentials: 'omit' });
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
        failures = 0;
      } catch {
        failures++;
      }
    }
    timer = setTimeout(look, Math.min(900000, 60000 * 2 ** failures));
  }

  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  if (document.body) look(); else document.addEventListener('DOMContentLoaded', look);
})();
