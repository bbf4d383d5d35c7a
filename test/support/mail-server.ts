import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over SMTP. */
export interface ReceivedMail {
  readonly to: string[];
  readonly headers: Record<string, string>;
  readonly raw: string;
  /** Its parts, decoded. */
  readonly text: string;
}

/** A real SMTP server on a free port. `refuse` answers a recipient with a code, such as 451 for greylisting. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Recipients that were asked for, the refused too. */
  readonly asked: string[] = [];
  refuse: (to: string) => { code: number; text: string } | null = () => null;
  /** Called with each mail that was taken, before that is said. */
  taken: () => Promise<void> = async () => {};
  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'joint-ops' && password === 's3cret' ? done(null, { user: username }) : done(new Error('Invalid login')),
      onRcptTo: ({ address }, _session, done) => {
        made.asked.push(address);
        const refused = made.refuse(address);
        if (refused) done(Object.assign(new Error(refused.text), { responseCode: refused.code }));
        else done();
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          made.received.push(
            parsed(
              Buffer.concat(chunks).toString('latin1'),
              session.envelope.rcptTo.map((to) => to.address),
            ),
          );
          void made.taken().then(() => done());
        });
      },
    });
    // A client that is killed is no failure of the server.
    server.on('error', () => {});
    const made = new MailServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return made;
  }

  get url(): string {
    return `smtp://joint-ops:s3cret@127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function parsed(raw: string, to: string[]): ReceivedMail {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const parts = raw.split(/\r\n--[^\r\n]+\r\n/).slice(1);
  const text = parts.map((part) => {
    const [partHead = '', ...rest] = part.split('\r\n\r\n');
    const body = rest.join('\r\n\r\n');
    if (/base64/i.test(partHead)) return Buffer.from(body, 'base64').toString('utf8');
    if (!/quoted-printable/i.test(partHead)) return Buffer.from(body, 'latin1').toString('utf8');
    const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  });
  return { to, headers: { ...headers, subject: decodedWords(headers.subject ?? '') }, raw, text: text.join('\n') };
}

/** RFC 2047. */
const decodedWords = (value: string): string =>
  value.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64').toString('utf8')
      : Buffer.from(
          text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString('utf8'),
  );
