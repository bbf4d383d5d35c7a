import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that can be cut, go silent, and be healed. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private isSilent = false;
  private constructor(private readonly server: Server) {}

  static async start(port: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const server = createServer((socket) => {
      if (proxy.isCut) return void socket.destroy();
      const target = connect(port, host);
      for (const [one, other] of [
        [socket, target],
        [target, socket],
      ] as const) {
        proxy.sockets.add(one);
        one
          .on('error', () => {})
          .on('close', () => {
            proxy.sockets.delete(one);
            other.destroy();
          });
        if (proxy.isSilent) one.pause();
        else one.pipe(other);
      }
    });
    const proxy = new TcpProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Breaks every connection and takes no new one. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Nothing goes through any more, and nobody is told: connections stay open, and new ones are taken. */
  silence(): void {
    this.isSilent = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Lets new connections through again. */
  heal(): void {
    this.isCut = false;
    this.isSilent = false;
  }

  stop(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
