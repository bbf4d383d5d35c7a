// A page that shows how far a certification request has come, as it happens. The address says which: /?id=request_…#token=…
// A real page gets its token from its own sign-in, and asks for a new one when that expires.
import { createClient } from '@joint-ops/sdk';
import { certificationRequest, certificationTimeline, progress } from '@joint-ops/sdk/operations';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const id = new URLSearchParams(location.search).get('id') ?? '';
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
// #region client
const client = createClient({ url: location.origin, token, language: navigator.language.startsWith('zh') ? 'zh' : 'en' });
// #endregion

/** @param {{ type: string, occurredAt: string, reason: string | null }} event */
function show({ type, occurredAt, reason }) {
  const time = Object.assign(document.createElement('time'), { dateTime: occurredAt, textContent: new Date(occurredAt).toLocaleString() });
  const item = document.createElement('li');
  item.append(`${type.toLowerCase().replaceAll('_', ' ')}${reason ? `: ${reason}` : ''} `, time);
  element('timeline').append(item);
}

const request = await certificationRequest(client, { id });
element('number').textContent = request ? `${request.number} ${request.product?.name ?? ''}` : 'There is no such request.';
element('status').textContent = request?.status ?? '';
// #region timeline
let after;
for await (const event of certificationTimeline(client, { id, first: 100 })) {
  show(event);
  after = event.cursor;
}
const events = progress(
  client,
  { subjectId: id, after },
  {
    onStatus: ({ connected }) => {
      element('connection').textContent = connected ? 'live' : 'connecting again …';
    },
  },
);
for await (const event of events) {
  show(event);
  if (event.subject.__typename === 'CertificationRequest') element('status').textContent = event.subject.status;
}
// #endregion
