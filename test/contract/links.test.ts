import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { brokenLinks } from '../../scripts/links.mjs';

it('links to files and headings that are not there are found, also of Chinese headings; code and other sites are left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'joint-ops-links-'));
  try {
    const first = `# One & two\n\n## 中文 标题\n\n## One & two\n\n\`\`\`\n# no heading\n[x](none.md)\n\`\`\`\n\n[a](b.md#there) [b](#one--two-1) [c](#中文-标题) [d](https://example.com/#x) \`[e](none.md)\`
[f](gone.md) [g](b.md#not-there) [h](#no-heading) ![i](gone.svg)\n`;
    await writeFile(join(folder, 'a.md'), first);
    await writeFile(join(folder, 'b.md'), '# There\n\n[back](a.md#one--two)\n');
    expect(await brokenLinks(folder, ['a.md', 'b.md'])).toEqual([
      'a.md: gone.md',
      'a.md: b.md#not-there',
      'a.md: #no-heading',
      'a.md: gone.svg',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
