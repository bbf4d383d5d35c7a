import { Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '../domain/limits.js';
import type { Logger } from '../platform/log.js';
import type { ResumableUploads } from '../platform/resumable-uploads.js';
import { tell } from './failures.js';

/** Where resumable uploads are begun. */
const path = '/uploads';

/** What a hook throws to have tus answer it. */
interface TusRefusal {
  readonly status_code: number;
  readonly body: string;
}
const refusal = (status_code: number, text: string): TusRefusal => ({ status_code, body: `${text}\n` });

interface Parts {
  readonly uploads: ResumableUploads;
  readonly publicUrl: () => string;
  readonly log: Logger;
}

/**
 * Serves resumable uploads by the tus protocol 1.0.0 at /uploads, for people with a token, each their own. A complete upload is attached
 * by its id, the last segment of its address, with the mutation uploadMaterial.
 */
export function serveResumableUploads(app: FastifyInstance, { uploads, publicUrl, log }: Parts): void {
  const people = new WeakMap<object, string>();
  const subjectOf = (request: { runtime?: { node?: { req?: object } } }): string => people.get(request.runtime?.node?.req ?? {}) ?? '';
  const tus = new Server({
    path,
    datastore: uploads.store,
    maxSize: limits.fileBytes,
    namingFunction: () => uploads.newId(),
    generateUrl: (_request, { path: folder, id }) => `${publicUrl()}${folder}/${id}`,
    onIncomingRequest: async (request, id) => {
      // Somebody else's looks like none.
      if (request.method !== 'POST' && !(await uploads.find(id, subjectOf(request))))
        throw refusal(404, 'There is no upload with this id.');
    },
    onUploadCreate: async (request, upload) => {
      const owner = subjectOf(request);
      if ((await uploads.count(owner)) >= limits.resumableUploads) {
        throw refusal(429, `You have ${limits.resumableUploads} uploads open; attach or delete some.`);
      }
      return { metadata: { ...upload.metadata, owner } };
    },
    // What breaks inside may name paths of this machine.
    onResponseError: (_request, error) => ('status_code' in error ? undefined : refusal(500, tell(error, log).message)),
  });

  // Pieces are streamed by tus; nothing may read them before.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const handler = (request: FastifyRequest, reply: FastifyReply) => {
    people.set(request.raw, request.actor.subject);
    void reply.hijack();
    reply.raw.setHeader('x-request-id', request.id);
    return tus.handle(request.raw, reply.raw);
  };
  app.route({ method: 'POST', url: path, handler });
  app.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${path}/:id`, handler });
}
