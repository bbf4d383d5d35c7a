// A TCP proxy in bad weather. Plain JavaScript, since bench/history.mjs uses it too.
import { connect, createServer } from 'node:net';

/** @typedef {import('node:net').Socket} Socket */

const commit = Buffer.from('COMMIT');

/**
 * A TCP proxy that cuts, delays, black-holes, and loses one answer. A connection that was open in a black hole stays dead after it, as
 * behind a firewall that forgot it: neither side hears of the other again.
 */
export class TcpProxy {
  /** @type {Set<Socket>} */
  #sockets = new Set();
  /** `cut` breaks and refuses connections; `black-holed` takes them and lets nothing through, silence included.
   * @type {'fine' | 'cut' | 'black-holed'} */
  #weather = 'fine';
  #delayMs = 0;
  /** @type {{ then: 'cut' | 'black-hole', done: () => void } | null} */
  #losing = null;
  /** @type {import('node:net').Server} */
  #server;

  /** @param {import('node:net').Server} server */
  constructor(server) {
    this.#server = server;
  }

  /** @param {number} port */
  static async start(port, host = '127.0.0.1') {
    const server = createServer((socket) => proxy.#accept(socket, () => connect(port, host)));
    const proxy = new TcpProxy(server);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return proxy;
  }

  get port() {
    return /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port;
  }

  /** Breaks every connection and takes no new one. */
  cut() {
    this.#weather = 'cut';
    for (const socket of this.#sockets) socket.destroy();
  }

  blackHole() {
    this.#weather = 'black-holed';
  }

  /** Has every answer come so much later. @param {number} ms */
  delay(ms) {
    this.#delayMs = ms;
  }

  /**
   * Loses the answer to the next COMMIT of a change under an idempotency key. Resolves when it has.
   * @param {'cut' | 'black-hole'} then
   * @returns {Promise<void>}
   */
  loseCommit(then = 'cut') {
    return new Promise((done) => {
      this.#losing = { then, done };
    });
  }

  heal() {
    this.#weather = 'fine';
    this.#delayMs = 0;
  }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /**
   * @param {Socket} socket
   * @param {() => Socket} open
   */
  #accept(socket, open) {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    if (this.#weather === 'cut') return void socket.destroy();
    if (this.#weather === 'black-holed') return void socket.resume();
    const target = open();
    this.#sockets.add(target);
    // A network sends on what it gets.
    for (const end of [socket, target]) end.setNoDelay();
    let dead = false;
    const lost = () => {
      dead ||= this.#weather === 'black-holed';
      return dead;
    };
    /** @type {{ then: 'cut' | 'black-hole', done: () => void } | null} */
    let mine = null;
    let keyed = false;
    socket.on('data', (data) => {
      if (lost()) return;
      if (this.#losing && data.includes('INSERT INTO idempotency_key')) keyed = true;
      // MySQL has other bytes than MariaDB before the text.
      if (data.subarray(-commit.length).equals(commit)) {
        if (keyed) mine = this.#losing;
        if (mine) this.#losing = null;
        keyed = false;
      }
      target.write(data);
    });
    target.on('data', (data) => {
      if (lost()) return;
      if (mine) {
        mine.done();
        if (mine.then === 'cut') socket.destroy();
        dead = true;
      } else if (this.#delayMs > 0) setTimeout(() => lost() || socket.destroyed || socket.write(data), this.#delayMs);
      else socket.write(data);
    });
    socket.on('close', () => lost() || target.destroy());
    target
      .on('error', () => {})
      .on('close', () => {
        this.#sockets.delete(target);
        if (!lost()) setTimeout(() => socket.destroy(), this.#delayMs);
      });
  }
}
