import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Breaker } from './breaker.js';

/** What a scanner found: `unknown` when it could not be asked, or could not tell. */
export type Verdict = 'clean' | 'infected' | 'unknown';

/** Looks for malware. */
export interface Scanner {
  /** Scans bytes within `deadlineMs`; never throws: what goes wrong is told to `report` and comes to `unknown`. */
  scan(bytes: Readable, deadlineMs: number): Promise<Verdict>;
  /** Throws when the scanner does not answer within 1.4 s. */
  ping(): Promise<void>;
  close(): void;
}

/** Bytes of one chunk of a stream to clamd. */
const chunkBytes = 64 * 1024;
const connectMs = 1400;

/** No answer in time. */
class Late extends Error {}

/** Asks a clamd by TCP, with its commands zINSTREAM and zPING (clamd(8)). */
export class ClamdScanner implements Scanner {
  private readonly breaker: Breaker;
  private readonly address: { host: string; port: number };

  constructor(
    url: string,
    private readonly report: (message: string) => void,
    onLost: (lost: boolean) => void = () => {},
  ) {
    this.breaker = new Breaker(() => this.ping(), onLost);
    const { hostname, port } = new URL(url);
    this.address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) };
  }

  async scan(bytes: Readable, deadlineMs: number): Promise<Verdict> {
    try {
      if (this.breaker.open) return 'unknown';
      const answer = await this.ask('zINSTREAM\0', deadlineMs, framed(bytes));
      this.breaker.answered();
      if (answer.endsWith(' OK')) return 'clean';
      // With AlertExceedsMax clamd tells so of what it has not looked at to the end.
      if (answer.endsWith(' FOUND') && !answer.includes('Heuristics.Limits.Exceeded')) return 'infected';
      this.report(answer);
    } catch (error) {
      if (error instanceof Late) this.breaker.timedOut();
      this.report((error as NodeJS.ErrnoException).code ?? (error as Error).message);
    } finally {
      bytes.destroy();
    }
    return 'unknown';
  }

  close(): void {
    this.breaker.stop();
  }

  async ping(): Promise<void> {
    const answer = await this.ask('zPING\0', connectMs);
    if (answer !== 'PONG') throw new Error(`clamd answered ${answer.slice(0, 100)}`);
  }

  /** Sends a command, and answers what clamd says before it hangs up. */
  private ask(command: string, deadlineMs: number, body?: AsyncIterable<Buffer>): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.address);
      let answer = '';
      const late = (ms: number, what: string) => setTimeout(() => socket.destroy(new Late(what)), ms);
      const timers = [late(Math.min(connectMs, deadlineMs), 'no connection in time'), late(deadlineMs, 'no answer in time')];
      socket.setEncoding('utf8').on('data', (data: string) => {
        answer += data;
      });
      socket.once('connect', () => {
        clearTimeout(timers[0]);
        socket.write(command);
        // clamd answers and hangs up as soon as it has seen enough: then nobody takes the rest.
        if (body) void pipeline(body, socket, { end: false }).catch((error) => socket.destroy(error));
      });
      socket.once('error', (error) => {
        if (!answer) reject(error);
      });
      socket.once('close', () => {
        for (const timer of timers) clearTimeout(timer);
        answer ? resolve(answer.replace(/\0[\s\S]*$/, '').trim()) : reject(new Error('clamd hung up'));
      });
    });
  }
}

/** Each chunk with its length before it; an empty one ends them. */
async function* framed(bytes: Readable): AsyncGenerator<Buffer> {
  for await (const data of bytes) {
    const buffer = data as Buffer;
    for (let at = 0; at < buffer.length; at += chunkBytes) {
      const chunk = buffer.subarray(at, at + chunkBytes);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      yield length;
      yield chunk;
    }
  }
  yield Buffer.alloc(4);
}
