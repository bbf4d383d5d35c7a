import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Json } from './client.js';

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Json;
  readonly raw: string;
  readonly status: number;
}

/** A receiver of webhooks on a free port; `status` answers each request, by default 204. */
export class Receiver {
  readonly received: ReceivedWebhook[] = [];
  status: (path: string, body: Json) => number = () => 204;
  /** More headers of the answers. */
  headers: Record<string, string> = {};
  private constructor(private readonly server: Server) {}

  static async start(host = '127.0.0.1', port = 0): Promise<Receiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const body = raw ? JSON.parse(raw) : null;
        const status = made.status(request.url!, body);
        made.received.push({ path: request.url!, headers: request.headers, body, raw, status });
        response.writeHead(status, made.headers).end('thanks');
      });
    });
    // Node closes idle connections after 5 s, which on a busy machine meets what is just being sent: that is another attempt, at another error.
    server.keepAliveTimeout = 0;
    const made = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(port, host, () => resolve()));
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  /** What was taken, by type, in the order in which it came. */
  types(path = '/'): string[] {
    return this.received.filter((each) => each.path === path && each.status < 300).map(({ body }) => body.type);
  }
  /** Throws unless the library of Standard Webhooks accepts it. */
  static verify({ raw, headers }: ReceivedWebhook, secret: string): unknown {
    return new Webhook(secret).verify(raw, headers as Record<string, string>);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
