import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import processRequest from 'graphql-upload/processRequest.mjs';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';

/** Takes GraphQL multipart requests in: https://github.com/jaydenseric/graphql-multipart-request-spec. */
export function acceptUploads(app: FastifyInstance): void {
  // The stream is left unread here; the hook below reads it once the caller has been let in.
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  app.addHook('preValidation', async (request, reply) => {
    if (!request.headers['content-type']?.startsWith('multipart/form-data')) return;
    request.body = await readForm(request, reply.raw);
  });
}

async function readForm(request: FastifyRequest, response: ServerResponse): Promise<unknown> {
  if (!/;\s*boundary=("[^"]+"|[^\s;]+)/i.test(request.headers['content-type'] ?? '')) {
    throw malformed('The multipart form has no boundary.', 'multipart 表单缺少 boundary。');
  }
  try {
    return await processRequest(request.raw, response, {
      maxFieldSize: limits.requestBytes,
      maxFileSize: limits.fileBytes,
      maxFiles: limits.filesPerRequest,
    });
  } catch (error) {
    if ((error as { status?: number }).status === 413) {
      throw new Failure('PAYLOAD_TOO_LARGE', { en: 'The form is too large.', zh: '表单过大。' });
    }
    throw malformed(`The form is not a GraphQL multipart request: ${(error as Error).message}`, '表单不是有效的 GraphQL multipart 请求。');
  }
}

const malformed = (en: string, zh: string): Failure => new Failure('BAD_REQUEST', { en, zh });
