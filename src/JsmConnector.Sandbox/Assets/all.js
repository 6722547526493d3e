// Stand-in for Atlassian's script inside app frames: the part of AP that apps of this kind use, over postMessage to the host page.
(() => {
  'use strict';
  const script = document.currentScript;
  const options = Object.fromEntries((script?.dataset.options ?? '').split(';').map(pair => pair.split(':').map(text => text.trim())).filter(pair => pair[0]));
  const host = new URL(script.src).origin;
  const waiting = new Map();
  let number = 0;
  const post = message => parent.postMessage({ sandbox: true, ...message }, host);
  const ask = (what, callback) => new Promise(resolve => {
    waiting.set(++number, value => { callback?.(value); resolve(value); });
    post({ what, number });
  });
  addEventListener('message', event => {
    if (event.origin !== host || !event.data?.sandbox || !waiting.has(event.data.number)) return;
    waiting.get(event.data.number)(event.data.value);
    waiting.delete(event.data.number);
  });
  const resize = (width, height) => post({ what: 'resize', height: String(height ?? document.documentElement.offsetHeight) });
  window.AP = {
    resize,
    sizeToParent: () => post({ what: 'resize', height: '800' }),
    context: { getToken: callback => ask('token', callback), getContext: callback => ask('context', callback) },
    navigator: { go: (target, context) => post({ what: 'go', target, context }) },
    theme: { initializeTheming: () => Promise.resolve() },
    require: (names, callback) => callback?.(...[names].flat().map(name => window.AP[name])),
    define: () => {},
  };
  if (options.resize !== 'false' && options.sizeToParent !== 'true') {
    const fit = () => resize('100%', Math.ceil(document.body?.getBoundingClientRect().height ?? 0));
    addEventListener('load', fit);
    new ResizeObserver(fit).observe(document.documentElement);
  }
  post({ what: 'hello' });
})();
