import { Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '../domain/limits.js';
import type { Language } from '../domain/words.js';
import type { Logger } from '../platform/log.js';
import { requestScope } from '../platform/request-scope.js';
import { type ResumableUploads, TooManyUploads } from '../platform/resumable-uploads.js';
import { tell } from './failures.js';

/** Where resumable uploads are begun. */
const path = '/uploads';
const version = '1.0.0';

/** What tus answers when a hook throws it. */
interface TusRefusal {
  readonly status_code: number;
  readonly body: string;
}
const refusal = (status_code: number, text: Readonly<Record<Language, string>>): TusRefusal => ({
  status_code,
  body: `${text[requestScope.getStore()?.language ?? 'en']}\n`,
});
const unknownUpload = { en: 'There is no upload with this id.', zh: '没有此编号的上传。' };
const tooManyUploads = {
  en: `You have ${limits.resumableUploads} uploads open; attach or delete some.`,
  zh: `您已有 ${limits.resumableUploads} 个未完成的上传；请先提交或删除。`,
};
const wrongVersion = {
  en: `This server speaks tus ${version}: send Tus-Resumable: ${version}.`,
  zh: `服务器使用 tus ${version}：请发送 Tus-Resumable: ${version}。`,
};
const wrongType = {
  en: 'Send the piece as application/offset+octet-stream.',
  zh: '请以 application/offset+octet-stream 发送分片。',
};

interface Parts {
  readonly uploads: ResumableUploads;
  readonly publicUrl: () => string;
  /** Origins of pages that may upload; `*` for all. */
  readonly corsOrigins: readonly string[];
  readonly log: Logger;
}

/** An origin that no page has: of an empty list tus would make all of them. */
const noOrigin = 'https://none.invalid';

/**
 * Serves resumable uploads by the tus protocol 1.0.0 at /uploads, for people with a token, each their own. A complete upload is attached
 * by its id, the last segment of its address, with the mutation uploadMaterial.
 */
export function serveResumableUploads(app: FastifyInstance, { uploads, publicUrl, corsOrigins, log }: Parts): void {
  /** Whose a request is, and the upload that it begins. */
  const begun = new WeakMap<object, { readonly subject: string; id?: string }>();
  const of = (request: { runtime?: { node?: { req?: object } } }) => begun.get(request.runtime?.node?.req ?? {}) ?? { subject: '' };
  const tus = new Server({
    path,
    datastore: uploads.store,
    maxSize: limits.fileBytes,
    ...(!corsOrigins.includes('*') && { allowedOrigins: [...(corsOrigins.length > 0 ? corsOrigins : [noOrigin])] }),
    namingFunction: (request) => {
      const own = of(request);
      own.id = uploads.newId(own.subject);
      return own.id;
    },
    generateUrl: (_request, { path: folder, id }) => `${publicUrl()}${folder}/${id}`,
    onIncomingRequest: async (request, id) => {
      // Somebody else's looks like none.
      if (request.method !== 'POST' && !(await uploads.find(id, of(request).subject))) throw refusal(404, unknownUpload);
    },
    onUploadCreate: async (request, upload) => ({ metadata: { ...upload.metadata, owner: of(request).subject } }),
    onResponseError: async (request, error) => {
      // Nobody was told where an upload is that broke while it was begun.
      const { id } = of(request);
      if (id) await uploads.remove(id);
      if (error instanceof TooManyUploads) return refusal(429, tooManyUploads);
      // What breaks inside may name paths of this machine.
      return 'status_code' in error ? undefined : { status_code: 500, body: `${tell(error, log).message}\n` };
    },
  });

  // Pieces are streamed by tus; nothing may read them before.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const handler = (request: FastifyRequest, reply: FastifyReply) => {
    const { raw, headers } = request;
    void reply.header('tus-version', version).header('tus-resumable', version);
    const wrong = raw.method === 'OPTIONS' ? null : protocolError(raw.method, headers);
    if (wrong) {
      raw.resume();
      return reply.code(wrong.status_code).type('text/plain; charset=utf-8').send(wrong.body);
    }
    if (raw.method !== 'OPTIONS') begun.set(raw, { subject: request.actor.subject });
    void reply.hijack();
    reply.raw.setHeader('x-request-id', request.id).setHeader('tus-version', version);
    return tus.handle(raw, reply.raw);
  };
  app.route({ method: ['OPTIONS', 'POST'], url: path, handler });
  app.route({ method: ['OPTIONS', 'HEAD', 'PATCH', 'DELETE'], url: `${path}/:id`, handler });
  // For callers between whom and the server only GET and POST pass.
  app.post(`${path}/:id`, (request, reply) => {
    const method = request.headers['x-http-method-override'];
    if (method !== 'PATCH' && method !== 'DELETE') return reply.callNotFound();
    request.raw.method = method;
    return handler(request, reply);
  });
}

/** What tus 1.0.0 asks for and the library answers otherwise. */
function protocolError(method: string | undefined, headers: FastifyRequest['headers']): TusRefusal | null {
  if (headers['tus-resumable'] !== version) return refusal(412, wrongVersion);
  if (method === 'PATCH' && headers['content-type'] !== 'application/offset+octet-stream') return refusal(415, wrongType);
  return null;
}
