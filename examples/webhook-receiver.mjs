// Takes webhooks: believes only what the secret of the endpoint has signed, each event once.
//   WEBHOOK_SECRET=whsec_… PORT=8080 node webhook-receiver.mjs
import { createServer } from 'node:http';
import { verifyWebhook, WebhookVerificationError } from '@joint-ops/sdk/webhooks';

const { WEBHOOK_SECRET: secret = '', PORT: port = '8080' } = process.env;
/** Events that were taken; a real receiver keeps them in its database. */
const taken = new Set();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  // #region verify
  try {
    const { type, data } = await verifyWebhook({ body: Buffer.concat(chunks), headers: request.headers }, { secret });
    // It may come again after a crash on either side.
    if (!taken.has(data.id)) console.log(type, data.subject.number);
    taken.add(data.id);
    response.writeHead(204).end();
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    response.writeHead(400).end(error.code);
  }
  // #endregion
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listens on ${JSON.stringify(server.address())}`));
