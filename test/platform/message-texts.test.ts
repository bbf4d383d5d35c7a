import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MessageTexts } from '../../src/platform/message-texts.js';

/** The texts with a file of the operator's. */
async function withOwn(name: string, text: string): Promise<MessageTexts> {
  const folder = await mkdtemp(join(tmpdir(), 'joint-ops-texts-'));
  try {
    await writeFile(join(folder, name), text);
    return new MessageTexts(folder, null);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("an operator's texts", () => {
  it('R26: what is not written there is said as it ships, line by line', async () => {
    const texts = await withOwn(
      'zh.json',
      JSON.stringify({ CERTIFICATION_APPROVED: { sms: '{number} 好了' }, layout: { footer: '再见' } }),
    );
    const params = { number: 'JOC-1', product: '云', reason: 'x' };
    expect(texts.message('CERTIFICATION_APPROVED', params, 'zh')).toEqual({
      title: 'JOC-1 已通过认证',
      body: '“云”已通过认证（申请 JOC-1），现在可以发布联营商品。\n\n原因：x',
      sms: 'JOC-1 好了',
    });
    expect(texts.mail('CERTIFICATION_APPROVED', params, 'zh').text).toMatch(/原因：x\n\n再见\n$/);
    expect(texts.mail('CERTIFICATION_APPROVED', params, 'en').text).toContain('sent automatically');
  });

  it.each([
    ['{', /en\.json is no JSON/],
    ['{"CERTIFICATION_SUBMITED": {}}', /no text CERTIFICATION_SUBMITED/],
    ['{"CERTIFICATION_SUBMITTED": {"tilte": "x"}}', /takes texts for title, body, sms/],
    ['{"CERTIFICATION_SUBMITTED": {"title": 5}}', /takes texts for title, body, sms/],
    ['{"CERTIFICATION_SUBMITTED": "x"}', /takes texts for title, body, sms/],
    ['{"layout": {"sms": "x"}}', /takes texts for reason, open, footer/],
  ])('R26: the mistake in %s stops the start, by name', async (text, said) => {
    await expect(withOwn('en.json', text)).rejects.toThrow(said);
  });
});
