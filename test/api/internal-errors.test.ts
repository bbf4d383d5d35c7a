import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { World } from '../support/world.js';

let at: InProcess;
beforeAll(async () => {
  at = await startInProcess({ LOG_LEVEL: 'silent' });
});
afterAll(() => at.stop());

it('what breaks inside is INTERNAL_SERVER_ERROR with the id of the request, and tells nothing of tables or statements', async () => {
  const seller = await (await World.open(at)).newSeller();
  const { dataSource } = at.server.database;
  await dataSource.query('ALTER TABLE webhook_endpoint RENAME TO lost_webhook_endpoint');
  try {
    const { status, headers, body } = await seller.send('{ webhookEndpoints { id } }', {}, { language: 'zh' });
    // Something ran: what could not be told is an error of its own.
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([
      {
        message: '服务器内部出错。请告知我们请求编号。',
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: headers.get('x-request-id') },
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/webhook_endpoint|select|sqlite/i);
  } finally {
    await dataSource.query('ALTER TABLE lost_webhook_endpoint RENAME TO webhook_endpoint');
  }
  expect((await seller.send('{ webhookEndpoints { id } }')).body.data).toEqual({ webhookEndpoints: [] });
});
