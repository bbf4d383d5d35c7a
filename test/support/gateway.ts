import { createServer, type IncomingMessage, request as requestHttp, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** What happens to a request on its way: an answer of the gateway's own, or the connection cut before or after the server has had it. */
export type Mishap =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'cut before'
  | 'cut after';

/** A request as it came by. */
export interface PassedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
}

/** An HTTP gateway before a real server, that lets requests through, keeps count of them, and does to the next ones what a test asks for. */
export class Gateway {
  readonly passed: PassedRequest[] = [];
  /** What happens to the next requests, one after the other. */
  readonly mishaps: Mishap[] = [];
  private constructor(
    private readonly server: Server,
    private readonly target: () => string,
  ) {}

  static async start(target: () => string): Promise<Gateway> {
    const server = createServer((request, response) => gateway.pass(request, response));
    const gateway = new Gateway(server, target);
    server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Lets a websocket through. */
  private upgrade({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { hostname, port } = new URL(this.target());
    const target = connect(Number(port), hostname, () => {
      const lines = Array.from({ length: rawHeaders.length / 2 }, (_, n) => `${rawHeaders[2 * n]}: ${rawHeaders[2 * n + 1]}`);
      target.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      target.write(head);
      socket.pipe(target).pipe(socket);
    });
    for (const [one, other] of [
      [socket, target],
      [target, socket],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy());
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = request;
    this.passed.push({ method, path: url, headers, at: performance.now() });
    const mishap = this.mishaps.shift();
    if (mishap === 'cut before') return void request.socket.destroy();
    if (typeof mishap === 'object') {
      request.resume().once('end', () => response.writeHead(mishap.status, mishap.headers).end(mishap.body));
      return;
    }
    const onward = requestHttp(new URL(url, this.target()), { method, headers, agent: false }, (answer) => {
      if (mishap === 'cut after') return void answer.resume().once('end', () => request.socket.destroy());
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    onward.once('error', () => request.socket.destroy());
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }
}
