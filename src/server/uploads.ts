import type { FastifyInstance } from 'fastify';
import type { Staging } from '../platform/staging.js';
import { readForm } from './multipart-form.js';

/** Takes GraphQL multipart requests in, once their sender has been let in. */
export function acceptUploads(app: FastifyInstance, staging: Staging): void {
  // The stream is left unread here; the hook below reads it.
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  app.addHook('preValidation', async (request, reply) => {
    if (!/^multipart\/form-data *(;|$)/i.test(request.headers['content-type'] ?? '')) return;
    const form = await readForm(request.raw, staging);
    if (reply.raw.closed) form.release();
    else reply.raw.once('close', () => form.release());
    request.body = form.operations;
  });
}
