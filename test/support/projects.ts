import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where a package of this repository lies, for tools that a project uses without installing them. */
export const tool = (path: string): string => join(root, 'node_modules', path);

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH!, HOME: process.env.HOME!, ...env } });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    out.stdout += data;
  });
  child.stderr.on('data', (data) => {
    out.stderr += data;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...out })));
}

/** As {@link run}; throws with all that it said when it fails. */
export async function succeed(...args: Parameters<typeof run>): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(`${args[0]} ${args[1].join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** The SDK as `npm pack` packs it, and empty projects that install it. */
export class Projects {
  private constructor(
    private readonly folder: string,
    /** The packed SDK. */
    readonly tarball: string,
  ) {}

  static async open(): Promise<Projects> {
    const folder = await mkdtemp(join(tmpdir(), 'joint-ops-projects-'));
    // The suite has built it; a script would build it anew while another file reads it.
    await succeed('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], join(root, 'sdk'));
    const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    return new Projects(folder, join(folder, tarball!));
  }

  /** Makes a project of these files with the packed SDK installed, and nothing else. */
  async make(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const at = join(this.folder, name);
    for (const [path, text] of Object.entries({ 'package.json': '{ "private": true }', ...files })) {
      await mkdir(dirname(join(at, path)), { recursive: true });
      await writeFile(join(at, path), text);
    }
    await succeed('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', this.tarball], at);
    return at;
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
