// Adds to package-lock.json the prebuilt binaries of other platforms that the registry of this machine does not carry. npm leaves them
// out, and `npm ci` then refuses the lockfile on every machine. Run it after each change of the dependencies.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const path = join(root, 'package-lock.json');
const lock = JSON.parse(await readFile(path, 'utf8'));
const systems = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'loong64', 'riscv64', 'wasm32'];

for (const [owner, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || lock.packages[`${owner}/${place}`]) continue;
    const words = name.split(/[/-]/);
    const os = systems.filter((system) => words.includes(system));
    const cpu = processors.filter((processor) => words.includes(processor));
    if (os.length !== 1 || cpu.length !== 1) continue;
    const musl = words.some((word) => word.startsWith('musl'));
    lock.packages[place] = {
      version,
      cpu,
      ...(dev && { dev }),
      ...(os[0] === 'linux' && { libc: [musl ? 'musl' : 'glibc'] }),
      optional: true,
      os,
    };
  }
}
const [first, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([first, ...others.sort(([a], [b]) => (a < b ? -1 : 1))]);
await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
