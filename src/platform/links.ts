import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import type { FileFacts } from '../domain/certification-facts.js';
import { limits } from '../domain/limits.js';
import type { Role } from '../domain/words.js';
import type { Clock } from './clock.js';
import { readOrCreate } from './files.js';

/** What a link opens: one stored file of a material, template or seller, or the bundle of the templates of a delivery method, or of all. */
export type LinkTarget = { readonly file: FileFacts; readonly ownerId: string } | { readonly bundle: string | null };

/** The person that a link is made for. */
export interface LinkHolder {
  readonly subject: string;
  /** The role of people of the platform, whose downloads are written down; null for others. */
  readonly staff: Role | null;
}

/** What a link says. */
export interface Ticket extends LinkHolder {
  readonly target: LinkTarget;
  readonly expiresAt: number;
}

/** The secret that signs links: the configured one, or one that is made once in the data folder. */
export const linkSecret = (configured: string | null, dataDir: string): Promise<string> =>
  configured
    ? Promise.resolve(configured)
    : readOrCreate(join(dataDir, 'keys', 'link-secret'), async () => randomBytes(32).toString('base64url'));

/** Makes and opens download links: short-lived, and bound to the person who asked for them. */
export class Links {
  constructor(
    private readonly secret: string,
    /** The address under which callers reach the server; known once it listens. */
    private readonly publicUrl: () => string,
    private readonly clock: Clock,
  ) {}

  /** An address that streams the target with GET, for 5 minutes. */
  to(target: LinkTarget, { subject, staff }: LinkHolder): string {
    const expiresAt = Date.parse(this.clock.now()) + limits.downloadLinkMs;
    const payload = Buffer.from(JSON.stringify({ target, subject, staff, expiresAt } satisfies Ticket)).toString('base64url');
    return `${this.publicUrl()}/files/${payload}.${this.sign(payload)}`;
  }

  /** What a link opens, or null when it was tampered with or has expired. */
  open(ticket: string): Ticket | null {
    const [payload = '', signature = ''] = ticket.split('.');
    const expected = Buffer.from(this.sign(payload));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const opened = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Ticket;
    return opened.expiresAt > Date.parse(this.clock.now()) ? opened : null;
  }

  private sign(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('base64url');
  }
}
