// What Forge puts into a frame as globalThis.__bridge, as far as the app's screens use it.
(() => {
  const module = document.currentScript.dataset.module;
  const query = new URLSearchParams(location.search);
  const calls = {
    getContext: async () => ({
      moduleKey: module,
      locale: navigator.language.replace('-', '_'),
      extension: { issue: { id: query.get('issue.id'), key: query.get('issue.key') }, portal: { id: query.get('servicedesk.serviceDeskId') }, location: location.href },
    }),
    enableTheming: async () => {},
    invoke: async ({ path, method, headers, body }) => {
      const answer = await fetch('/forge/invoke', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ module, path, method, headers, body }) });
      return { success: true, payload: { status: answer.status, body: await answer.json() } };
    },
  };
  globalThis.__bridge = { callBridge: (name, ...args) => calls[name] ? calls[name](...args) : Promise.reject(new Error(`The sandbox has no bridge call ${name}.`)) };
  // Frames are as high as their content, as Forge makes them.
  addEventListener('DOMContentLoaded', () => {
    const fit = () => { if (frameElement) frameElement.style.height = `${document.body.childElementCount ? document.documentElement.offsetHeight + 8 : 0}px`; };
    new ResizeObserver(fit).observe(document.documentElement);
    new MutationObserver(fit).observe(document.body, { childList: true, subtree: true });
  });
})();
