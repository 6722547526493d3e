// The host's side of app frames: sizes them and answers for AP.
addEventListener('message', async event => {
  const frame = [...document.querySelectorAll('iframe[data-app]')].find(f => f.contentWindow === event.source);
  if (!frame || !event.data?.sandbox || event.origin !== new URL(frame.src).origin) return;
  const answer = value => event.source.postMessage({ sandbox: true, number: event.data.number, value }, event.origin);
  switch (event.data.what) {
    case 'resize':
      frame.style.height = /^\d+$/.test(event.data.height) ? `${event.data.height}px` : event.data.height === '0' ? '0px' : event.data.height;
      break;
    case 'token': {
      const query = new URLSearchParams(JSON.parse(frame.dataset.context ?? '{}'));
      answer(await (await fetch(`/connect/token?${query}`, { cache: 'no-store' })).text());
      break;
    }
    case 'context':
      answer(JSON.parse(frame.dataset.context ?? '{}'));
      break;
  }
});
