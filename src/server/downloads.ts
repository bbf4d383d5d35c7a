import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import type { Actor } from '../domain/actor.js';
import type { FileFacts } from '../domain/certification-facts.js';
import { Failure } from '../domain/errors.js';
import { type DeliveryMethod, MaterialStatus } from '../domain/words.js';
import type { MaterialTemplate } from '../entities/material-template.js';
import { attachment } from '../platform/attachment.js';
import type { Links, Ticket } from '../platform/links.js';
import type { ByteRange, ObjectStore } from '../platform/object-store.js';
import type { AuditService } from '../services/audit-service.js';
import type { DownloadService } from '../services/download-service.js';
import type { TemplateService } from '../services/template-service.js';

/** What a download needs. */
export interface DownloadParts {
  readonly links: Links;
  readonly store: ObjectStore;
  readonly templates: TemplateService;
  readonly downloads: DownloadService;
  readonly audit: AuditService;
  readonly templatesFor: (deliveryMethod: DeliveryMethod | null) => Promise<MaterialTemplate[]>;
  /** Who sends a token; null when none is sent. Throws a Failure when it is not valid. */
  readonly actorOf: (request: FastifyRequest) => Promise<Actor | null>;
  /** Takes what a file costs off somebody's points. Throws a Failure RATE_LIMITED. */
  readonly pay: (subject: string, reply: FastifyReply) => Promise<void>;
}

/** Streams files under links that expire: as attachments, whose type the browser does not guess. */
export function serveDownloads(app: FastifyInstance, parts: DownloadParts): void {
  app.get<{ Params: { ticket: string } }>('/files/:ticket', async (request, reply) => {
    const ticket = parts.links.open(request.params.ticket);
    const actor = await parts.actorOf(request);
    if (!ticket || (actor && actor.subject !== ticket.subject)) {
      throw new Failure('UNAUTHENTICATED', {
        en: 'The link has expired, is not valid, or was made for somebody else; ask the API for a new one.',
        zh: '链接已过期、无效或属于他人；请重新获取。',
      });
    }
    await parts.pay(ticket.subject, reply);
    void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    return 'bundle' in ticket.target
      ? sendBundle(request, reply, { ...ticket, bundle: ticket.target.bundle }, parts)
      : sendFile(request, reply, { ...ticket, target: ticket.target }, parts);
  });
}

async function sendBundle(
  request: FastifyRequest,
  reply: FastifyReply,
  { bundle, subject, staff }: Ticket & { readonly bundle: string | null },
  { templates, templatesFor, audit }: DownloadParts,
): Promise<FastifyReply> {
  const name = `certification-templates-${(bundle ?? 'all').toLowerCase().replaceAll('_', '-')}.zip`;
  void reply.header('content-disposition', attachment(name)).type('application/zip');
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  const wanted = (await templatesFor(bundle as DeliveryMethod | null)).filter(({ file }) => file !== null);
  const zip = await templates.bundle(wanted);
  if (staff) {
    await audit.downloaded(
      wanted.map(({ id }) => id),
      { subject, role: staff },
    );
  }
  return reply.send(zip);
}

type FileTicket = Ticket & { readonly target: { readonly file: FileFacts; readonly ownerId: string } };

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { target, subject, staff }: FileTicket,
  parts: DownloadParts,
): Promise<FastifyReply> {
  const { store, downloads, audit } = parts;
  const { file, ownerId } = target;
  refuseUnclean(await downloads.statusOf(ownerId));
  if (!(await store.has(file.sha256))) throw new Failure('NOT_FOUND', { en: 'The file is not there any more.', zh: '文件已不存在。' });
  if (staff && request.method === 'GET') await audit.downloaded([ownerId], { subject, role: staff });
  const elsewhere = request.method === 'GET' ? await store.link(file) : null;
  if (elsewhere) return reply.redirect(elsewhere, 302);

  const etag = `"${file.sha256}"`;
  void reply
    .header('content-disposition', attachment(file.name))
    .type(file.contentType)
    .header('accept-ranges', 'bytes')
    .header('etag', etag);
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
  const range = rangeOf(request, etag, file.bytes);
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${file.bytes}`).send();
  }
  void reply.header('content-length', range ? range.end - range.start + 1 : file.bytes);
  if (range) void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  // Of an empty stream Fastify keeps the length that the headers tell.
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : await store.read(file.sha256, range ?? undefined));
}

/** The range that is asked for (RFC 9110, 14); null for all of it: no range, several, or one of another version of the file. */
function rangeOf(request: FastifyRequest, etag: string, bytes: number): ByteRange | 'unsatisfiable' | null {
  const { range, 'if-range': condition } = request.headers;
  if (!range || (condition && condition !== etag)) return null;
  const ranges = parseRange(bytes, range);
  if (ranges === -1) return 'unsatisfiable';
  return Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges[0]! : null;
}

function refuseUnclean(status: MaterialStatus): void {
  if (status === MaterialStatus.QUARANTINED) {
    throw new Failure('FORBIDDEN', { en: 'The file holds malware and is locked away.', zh: '文件含有恶意软件，已被隔离。' });
  }
  if (status === MaterialStatus.SCANNING) {
    throw new Failure('SERVICE_UNAVAILABLE', {
      en: 'The file has not been scanned yet; try again in a moment.',
      zh: '文件尚未完成扫描；请稍后重试。',
    });
  }
}
