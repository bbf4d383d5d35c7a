// Cuts the snippets of README and docs from the examples, which are run by the tests: each code block that follows a line like
//   <!-- examples/partner-integration.mjs#submit -->
// is replaced by that region of that file. With --check it only compares. Run by `npm run docs`.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const places = /(<!-- (examples\/[\w./-]+)#([\w-]+) -->\n\n?```\w*\n)[\s\S]*?(?=^```$)/gm;

/** The lines between `#region name` and its `#endregion`, without their common indentation. */
async function region(file, name) {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n');
  const start = lines.findIndex((line) => line.trim().replace('// ', '# ') === `# #region ${name}`);
  const end = lines.findIndex((line, index) => index > start && /^(\/\/|#) #endregion$/.test(line.trim()));
  if (start < 0 || end < 0) throw new Error(`${file} has no region ${name}`);
  const cut = lines.slice(start + 1, end).filter((line) => !line.trim().startsWith('// biome-ignore'));
  const indent = Math.min(...cut.filter(Boolean).map((line) => line.length - line.trimStart().length));
  return cut.map((line) => line.slice(indent)).join('\n');
}

/** Answers the files whose snippets are stale; writes them unless it only compares. */
export async function cutSnippets(onlyCompare) {
  const names = await readdir(join(root, 'docs'), { recursive: true });
  const docs = names.filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
  const stale = [];
  for (const file of ['README.md', 'README.zh.md', 'sdk/README.md', 'examples/README.md', ...docs]) {
    const text = await readFile(join(root, file), 'utf8');
    const cuts = await Promise.all([...text.matchAll(places)].map(([, , from, name]) => region(from, name)));
    const fresh = text.replace(places, (_, before) => `${before}${cuts.shift()}\n`);
    if (fresh === text) continue;
    stale.push(file);
    if (!onlyCompare) await writeFile(join(root, file), fresh);
  }
  return stale;
}
