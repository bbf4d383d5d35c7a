import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Staging } from '../platform/staging.js';
import { readForm } from './multipart-form.js';

/** Whether a request brings a form with files. */
export const isForm = ({ headers }: FastifyRequest): boolean => /^multipart\/form-data *(;|$)/i.test(headers['content-type'] ?? '');

/** Takes GraphQL multipart requests in, once their sender has been let in. */
export function acceptUploads(app: FastifyInstance, staging: Staging): void {
  // The stream is left unread here; the hook below reads it.
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  app.addHook('preValidation', (request, reply, done) => {
    if (!isForm(request)) return done();
    readForm(request.raw, staging).then((form) => {
      if (reply.raw.closed) form.release();
      else reply.raw.once('close', () => form.release());
      request.body = form.operations;
      done();
    }, done);
  });
}
