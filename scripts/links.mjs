// Checks every link and anchor of the Markdown files: what they point to in this repository must be there.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.mjs';

const withoutCode = (text) => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of a file, as GitHub makes them from its headings. */
export function anchorsOf(text) {
  const seen = new Map();
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} +(.+)$/gm)];
  return new Set(
    headings.map(([, heading]) => {
      const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
      const slug = plain
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
        .replaceAll(/\s/g, '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** The targets of a file's links and pictures. */
export const linksOf = (text) => [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, target]) => target);

/** The links that lead nowhere, as `FILE: TARGET`; `files` are paths below `base`. */
export async function brokenLinks(base, files) {
  const texts = new Map(await Promise.all(files.map(async (file) => [resolve(base, file), await readFile(join(base, file), 'utf8')])));
  const broken = [];
  for (const [file, text] of texts) {
    for (const target of linksOf(text)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [path, anchor] = decodeURI(target).split('#');
      const to = path ? resolve(dirname(file), path) : file;
      const missing = !existsSync(to) || (anchor && texts.has(to) && !anchorsOf(texts.get(to)).has(anchor));
      if (missing) broken.push(`${relative(base, file)}: ${target}`);
    }
  }
  return broken;
}

/** Every Markdown file of the project. */
export async function markdownFiles(base) {
  const skipped = /(^|[\\/])(node_modules|dist|data|coverage|\.git)([\\/]|$)/;
  const folders = ['docs', 'examples', 'sdk', 'templates', 'bench', 'test'].filter((folder) => existsSync(join(base, folder)));
  const inside = await Promise.all(
    folders.map(async (folder) => (await readdir(join(base, folder), { recursive: true })).map((name) => join(folder, name))),
  );
  return [...(await readdir(base)), ...inside.flat()].filter((name) => name.endsWith('.md') && !skipped.test(name));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const broken = await brokenLinks(root, await markdownFiles(root));
  for (const link of broken) console.error(`leads nowhere: ${link}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
