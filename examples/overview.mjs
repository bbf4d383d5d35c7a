// Lists what is under way, then shows what happens to it and what arrives in the inbox, over one websocket. With single operations instead
// of all of them, as a page would that counts its bytes.
//   JOINT_OPS_URL=http://localhost:4000 JOINT_OPS_TOKEN=… node overview.mjs
// #region imports
import { createClient } from '@joint-ops/sdk';
import { certificationRequests, notificationReceived, progress } from '@joint-ops/sdk/operations';
import { webSocket } from '@joint-ops/sdk/websocket';
import WebSocket from 'ws';

const { JOINT_OPS_URL: url = 'http://localhost:4000', JOINT_OPS_TOKEN: token = '' } = process.env;
// Browsers, and Node.js from 22 on, have a WebSocket of their own: webSocket().
const client = createClient({ url, token, transport: webSocket({ WebSocket }) });
// #endregion

// #region lists
// Every item, page by page, as far as it is looked at.
for await (const { number, status } of certificationRequests(client, { first: 100 })) console.log(number, status);

// The first page; `pageInfo.endCursor` is the `after` of the next.
const { nodes, pageInfo } = await certificationRequests(client, { first: 20, orderBy: 'UPDATED_DESC' });
console.log(`${nodes.length} shown, ${pageInfo.hasNextPage ? 'and more' : 'which is all'}`);
// #endregion

// #region subscriptions
await Promise.all([events(), inbox()]);

async function events() {
  for await (const { type, subject } of progress(client)) console.log(type, subject.number);
}

async function inbox() {
  for await (const { title } of notificationReceived(client)) console.log(title);
}
// #endregion
