import { createServer, type IncomingMessage, request as requestHttp, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = request;
    this.passed.push({ method, path: url, headers, at: performance.now() });
    const mishap = this.mishaps.shift();
    if (mishap === 'cut before') return void request.socket.destroy();
    if (typeof mishap === 'object') {
      request.resume().once('end', () => response.writeHead(mishap.status, mishap.headers).end(mishap.body));
      return;
    }
    const onward = requestHttp(new URL(url, this.target()), { method, headers }, (answer) => {
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
