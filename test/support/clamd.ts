import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

const binary = '/usr/sbin/clamd';
/** Whether Debian's clamd is here; `npm test` says aloud when it is not. */
export const hasClamd = existsSync(binary);

/** The EICAR test file (https://www.eicar.org), in pieces, so that no scanner takes this source for it. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');

/** A real clamd that knows one signature: that of the EICAR file, wherever in a file it stands. */
export class Clamd {
  private process: ChildProcess | null = null;
  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async create(more: Record<string, string> = {}): Promise<Clamd> {
    const folder = await mkdtemp(join(tmpdir(), 'joint-ops-clamd-'));
    const clamd = new Clamd(folder, await freePort());
    await writeFile(join(folder, 'eicar.ndb'), `Eicar-Test-Signature:0:*:${Buffer.from(eicar.slice(0, 60)).toString('hex')}\n`);
    const settings = {
      Foreground: 'yes',
      DatabaseDirectory: folder,
      TCPSocket: clamd.port,
      TCPAddr: '127.0.0.1',
      StreamMaxLength: '128M',
      MaxFileSize: '128M',
      MaxScanSize: '256M',
      ...more,
    };
    await writeFile(
      join(folder, 'clamd.conf'),
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(''),
    );
    return clamd;
  }

  get url(): string {
    return `clamd://127.0.0.1:${this.port}`;
  }

  /** Starts it, and waits until it takes connections. */
  async start(): Promise<void> {
    const child = spawn(binary, ['--config-file', join(this.folder, 'clamd.conf')], { stdio: 'ignore' });
    this.process = child;
    while (!(await answers(this.port))) {
      if (child.exitCode !== null) throw new Error(`clamd ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
