import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const shown = 100;
const types: Readonly<Record<string, string>> = { html: 'text/html', eml: 'text/plain', txt: 'text/plain' };
const NAME = /^notification_[0-9a-z]{26}\.(html|eml|sms\.txt)$/;

/** Shows at /outbox what would have been sent: for development, where no mail server or SMS provider is set. */
export function serveOutbox(app: FastifyInstance, folder: string): void {
  app.get('/outbox', async (_request, reply) => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
    const files = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtime })));
    const rows = files
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, shown)
      .map(({ name, at }) => `<tr><td>${at.toISOString()}</td><td><a href="/outbox/${name}">${name}</a></td></tr>`);
    const page = `<!doctype html><meta charset="utf-8"><title>Outbox</title><h1>Outbox</h1><p>What would have been sent, newest first.</p><table>${rows.join('')}</table>`;
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(page);
  });
  app.get<{ Params: { name: string } }>('/outbox/:name', async ({ params: { name } }, reply) => {
    const body = NAME.test(name) ? await readFile(join(folder, name), 'utf8').catch(() => null) : null;
    if (body === null) return reply.callNotFound();
    return reply
      .type(`${types[name.split('.').at(-1)!]}; charset=utf-8`)
      .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
      .header('x-content-type-options', 'nosniff')
      .send(body);
  });
}
