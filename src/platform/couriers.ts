import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';

/** What came of an attempt to deliver: `retry` may succeed later, `failed` never will. */
export type Outcome = { readonly kind: 'sent' } | { readonly kind: 'retry' | 'failed'; readonly error: string };

/** A mail. */
export interface Mail {
  /** The same for each attempt: receivers tell a repetition by it. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
/** A short message. */
export interface Sms {
  readonly id: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** The number of the request, for providers that fill texts of their own. */
  readonly number: string;
}

/** Sends mails and short messages. Never throws. */
export interface Courier<T> {
  send(message: T): Promise<Outcome>;
  close(): void;
}

const sent: Outcome = { kind: 'sent' };
/** Milliseconds for a whole attempt. */
const timeoutMs = 20_000;

/** An error as it may be kept: without addresses and numbers, which servers like to repeat (R40), and short. */
export const cleanError = (text: string): string =>
  text
    .replace(/[^\s<>"',;:()]+@[^\s<>"',;:()]+/g, '…')
    .replace(/\+?\d[\d ()-]{6,}\d/g, '…')
    .replace(/\s+/g, ' ')
    .slice(0, 300);

/**
 * Mail by SMTP. 5xx answers to a recipient or a message are final; 4xx answers, greylisting among them, are tried again, and so is what
 * only an operator can mend: a server that is away, a password that it refuses.
 */
export class SmtpCourier implements Courier<Mail> {
  private readonly transport: Transporter;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    this.transport = createTransport({
      url,
      pool: true,
      maxConnections: 5,
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      socketTimeout: timeoutMs,
    });
  }

  async send({ id, to, subject, text, html }: Mail): Promise<Outcome> {
    try {
      await this.transport.sendMail({
        from: this.from,
        to,
        subject,
        text,
        html,
        messageId: `<${id}@joint-ops>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return sent;
    } catch (error) {
      const { code, responseCode, message } = error as Error & { code?: string; responseCode?: number };
      const final = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500;
      return { kind: final ? 'failed' : 'retry', error: cleanError(message) };
    }
  }

  /** Throws when the server does not answer or does not let us in. */
  async ping(): Promise<void> {
    await this.transport.verify();
  }

  close(): void {
    this.transport.close();
  }
}

/** Without a configuration messages are written into a folder, where a developer reads them. */
export class FolderCourier implements Courier<Mail | Sms> {
  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {}

  async send(message: Mail | Sms): Promise<Outcome> {
    try {
      await mkdir(this.folder, { recursive: true });
      if ('html' in message) {
        await writeFile(join(this.folder, `${message.id}.eml`), await this.compose(message));
        await writeFile(join(this.folder, `${message.id}.html`), message.html);
      } else await writeFile(join(this.folder, `${message.id}.sms.txt`), `To: ${message.to}\n\n${message.text}\n`);
      return sent;
    } catch (error) {
      return { kind: 'retry', error: cleanError((error as Error).message) };
    }
  }

  private async compose({ id, to, subject, text, html }: Mail): Promise<Buffer> {
    const composer = createTransport({ streamTransport: true, buffer: true });
    const { message } = await composer.sendMail({ from: this.from, to, subject, text, html, messageId: `<${id}@joint-ops>` });
    return message as Buffer;
  }

  close(): void {}
}
