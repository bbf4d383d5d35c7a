import type { FastifyInstance, FastifyReply } from 'fastify';
import { Failure } from '../domain/errors.js';
import type { DeliveryMethod } from '../domain/words.js';
import type { MaterialTemplate } from '../entities/material-template.js';
import type { Links } from '../platform/links.js';
import type { ObjectStore } from '../platform/object-store.js';
import type { TemplateService } from '../services/template-service.js';

/** What a download needs. */
export interface DownloadParts {
  readonly links: Links;
  readonly store: ObjectStore;
  readonly templates: TemplateService;
  readonly templatesFor: (deliveryMethod: DeliveryMethod | null) => Promise<MaterialTemplate[]>;
}

/** Streams files under links that expire: as attachments, whose type the browser does not guess. */
export function serveDownloads(app: FastifyInstance, { links, store, templates, templatesFor }: DownloadParts): void {
  app.get<{ Params: { ticket: string } }>('/files/:ticket', async (request, reply) => {
    const opened = links.open(request.params.ticket);
    if (!opened) {
      void reply.header('www-authenticate', 'Bearer');
      throw new Failure('UNAUTHENTICATED', {
        en: 'The link has expired or is not valid; ask the API for a new one.',
        zh: '链接已过期或无效；请重新获取。',
      });
    }
    void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    if ('bundle' in opened.target) {
      const { bundle } = opened.target;
      attach(reply, `certification-templates-${(bundle ?? 'all').toLowerCase().replaceAll('_', '-')}.zip`, 'application/zip');
      return reply.send(templates.bundle(await templatesFor(bundle as DeliveryMethod | null)));
    }
    const { file } = opened.target;
    if (!(await store.has(file.sha256))) throw new Failure('NOT_FOUND', { en: 'The file is not there any more.', zh: '文件已不存在。' });
    attach(reply, file.name, file.contentType);
    return reply.header('content-length', file.bytes).send(store.read(file.sha256));
  });
}

/** Names the attachment twice (RFC 6266): in ASCII, and as it is. */
function attach(reply: FastifyReply, name: string, contentType: string): void {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  void reply.header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`).type(contentType);
}
