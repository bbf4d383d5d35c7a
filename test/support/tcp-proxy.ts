import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What a network does: `cut` breaks and refuses connections, `black-holed` takes them and lets nothing through, silence included. */
type Weather = 'fine' | 'cut' | 'black-holed';

/**
 * A TCP proxy in bad weather: it cuts, delays, black-holes, and loses one answer. A connection that was open in a black hole stays dead
 * after it, as behind a firewall that forgot it: neither side hears of the other again.
 */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private weather: Weather = 'fine';
  private delayMs = 0;
  private losing: { readonly to: readonly string[]; readonly then: 'cut' | 'black-hole'; readonly done: () => void } | null = null;
  private constructor(private readonly server: Server) {}

  static async start(port: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const server = createServer((socket) => proxy.accept(socket, () => connect(port, host)));
    const proxy = new TcpProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Breaks every connection and takes no new one. */
  cut(): void {
    this.weather = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  blackHole(): void {
    this.weather = 'black-holed';
  }

  /** Has every answer come so much later. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Lets requests that hold these texts through, one after the other over one connection, and loses the answer to the last. Resolves when it has. */
  loseAnswer(to: readonly string[], then: 'cut' | 'black-hole' = 'cut'): Promise<void> {
    return new Promise((done) => {
      this.losing = { to, then, done };
    });
  }

  heal(): void {
    this.weather = 'fine';
    this.delayMs = 0;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: Socket, open: () => Socket): void {
    this.sockets.add(socket);
    if (this.weather === 'cut') return void socket.destroy();
    socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
    if (this.weather === 'black-holed') return void socket.resume();
    const target = open();
    this.sockets.add(target);
    let dead = false;
    const lost = (): boolean => {
      dead ||= this.weather === 'black-holed';
      return dead;
    };
    let mine: typeof this.losing = null;
    let seen = 0;
    socket.on('data', (data) => {
      if (lost()) return;
      if (this.losing && data.includes(this.losing.to[seen]!) && ++seen === this.losing.to.length) {
        mine = this.losing;
        this.losing = null;
      }
      target.write(data);
    });
    target.on('data', (data) => {
      if (lost()) return;
      if (mine) {
        mine.done();
        if (mine.then === 'cut') socket.destroy();
        dead = true;
      } else if (this.delayMs > 0) setTimeout(() => lost() || socket.destroyed || socket.write(data), this.delayMs);
      else socket.write(data);
    });
    socket.on('close', () => lost() || target.destroy());
    target
      .on('error', () => {})
      .on('close', () => {
        this.sockets.delete(target);
        if (!lost()) setTimeout(() => socket.destroy(), this.delayMs);
      });
  }
}
