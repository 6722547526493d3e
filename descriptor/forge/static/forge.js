// A screen of the app inside Forge: asks our server for the page that Connect frames show, takes over what is harmless, and hands
// forms back. Written against the bridge that Forge puts into the page (globalThis.__bridge), the same calls @forge/bridge makes;
// the tests hold the two against each other. No package, no build.
'use strict';
(() => {
  const screens = {
    'incident-panel': (extension) => `/panel/issue?issueId=${encodeURIComponent(extension.issue?.id ?? '')}`,
    'portal-header': (extension) => `/portal/header?serviceDesk=${encodeURIComponent(extension.portal?.id ?? '')}`,
    'portal-known': (extension) => `/portal/known?serviceDesk=${encodeURIComponent(extension.portal?.id ?? '')}`,
    'portal-state': (extension) => `/portal/state?serviceDesk=${encodeURIComponent(extension.portal?.id ?? '')}`,
    overview: () => '/admin',
    postmortem: (extension, address) => `/postmortem?incident=${encodeURIComponent(address.searchParams.get('incident') ?? address.searchParams.get('ac.incident') ?? '')}`,
  };

  // ---- What may pass from the server's page into this one: no script, no style, no frame, no handler, no foreign address.
  const elements = new Set(('a abbr b bdi blockquote br button caption code datalist dd del details div dl dt em fieldset form h1 h2 h3 h4 h5 h6 hr i input label legend li'
    + ' ins kbd mark ol optgroup option p pre progress section select small span strong sub summary sup table tbody td textarea tfoot th thead time tr u ul nav header footer main article aside output').split(' '));
  const attributes = new Set(('action aria-atomic aria-checked aria-current aria-describedby aria-disabled aria-expanded aria-hidden aria-invalid aria-label aria-labelledby aria-live aria-required'
    + ' autocomplete checked class cols colspan datetime dir disabled for formaction headers hidden href id lang list max maxlength method min minlength multiple name open pattern placeholder'
    + ' readonly required rel role rows rowspan scope selected size start step tabindex target title type value').split(' '));
  const isOurs = (address) => /^\/(?![/\\])/.test(address);
  const isHarmless = (name, value) => {
    if (name.startsWith('data-')) return true;
    if (!attributes.has(name)) return false;
    if (name === 'href') return /^https?:\/\//i.test(value) || value.startsWith('#');
    if (name === 'action' || name === 'formaction') return isOurs(value);
    return true;
  };
  const clean = (node) => {
    for (const child of [...node.children]) {
      if (!elements.has(child.localName) || child.namespaceURI !== 'http://www.w3.org/1999/xhtml') { child.remove(); continue; }
      for (const { name, value } of [...child.attributes]) if (!isHarmless(name, value)) child.removeAttribute(name);
      if (child.localName === 'a') { child.setAttribute('target', '_blank'); child.setAttribute('rel', 'noopener noreferrer'); }
      clean(child);
    }
    return node;
  };
  const parse = (html) => clean(new DOMParser().parseFromString(html, 'text/html').body);

  // ---- Our server, through Forge
  // Forge calls it and not the browser, so the person's language has to be said.
  let language = navigator.language || 'en';
  const call = async (method, path, body) => {
    const answer = await globalThis.__bridge.callBridge('invoke', {
      path, method, headers: { accept: 'application/json', 'accept-language': language, 'content-type': 'application/json' }, ...(body && { body }), invokeType: 'ui-remote-fetch',
    });
    const screen = answer?.success ? answer.payload?.body : null;
    if (typeof screen?.html !== 'string') throw new Error('The app gave no screen.');
    return screen;
  };

  const show = (screen) => {
    const content = parse(screen.html);
    document.title = screen.title ?? document.title;
    document.documentElement.lang = screen.language ?? 'en';
    document.body.className = screen.kind ?? '';
    if (screen.refreshSeconds) document.body.dataset.refreshSeconds = String(screen.refreshSeconds);
    document.body.replaceChildren(...content.childNodes);
  };
  const apologise = () => {
    const words = document.createElement('p');
    words.className = 'refused';
    words.setAttribute('role', 'status');
    words.textContent = 'JsmConnector does not answer right now. Wait a minute and load the page again; an administrator can look at the app’s own log.';
    document.body.replaceChildren(words);
  };

  // ---- Forms go through Forge as well: a native submit would leave the frame.
  const submit = async (form, button) => {
    const fields = new FormData(form, button);
    const target = button?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    if (!isOurs(target)) return;
    try {
      show(await call('POST', target, { form: new URLSearchParams([...fields].filter(([, value]) => typeof value === 'string')).toString() }));
      globalThis.jsmScreen?.refreshed?.();
    } catch { apologise(); }
  };
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(event.target, event.submitter);
  });

  const start = async () => {
    const context = await globalThis.__bridge.callBridge('getContext');
    const extension = context?.extension ?? {};
    // Forge writes de_DE where browsers write de-DE.
    if (/^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$/.test(context?.locale ?? '')) language = context.locale.replaceAll('_', '-');
    const place = extension.location ? new URL(extension.location) : new URL(location.href);
    const path = screens[context?.moduleKey]?.(extension, place);
    if (!path) throw new Error(`This app has no screen for the module ${context?.moduleKey}.`);
    Promise.resolve(globalThis.__bridge.callBridge('enableTheming')).catch(() => { /* An older host has no themes: our own colours stand. */ });
    show(await call('GET', path));
    // From here on the page behaves as it does in a Connect frame: times, folds, refreshing.
    globalThis.jsmScreen = {
      read: async () => {
        const screen = await call('GET', path);
        return { ok: screen.status < 400, status: screen.status, html: parse(screen.html).innerHTML };
      },
      post: async (target, form) => {
        if (!isOurs(target)) throw new Error('A form of the app leads to the app.');
        const screen = await call('POST', target, { form });
        return { status: screen.status, html: parse(screen.html).innerHTML };
      },
    };
    for (const src of ['jira.js', 'compose.js', 'setup.js']) document.body.append(Object.assign(document.createElement('script'), { src, async: false }));
  };
  start().catch(apologise);
})();
