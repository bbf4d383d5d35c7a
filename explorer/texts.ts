import type { Text } from './flow.js';

/** What the page itself says. */
export const texts = {
  actAs: { en: 'Act as', zh: '身份' },
  language: { en: 'Language', zh: '语言' },
  token: { en: 'Access token', zh: '访问令牌' },
  tokenHelp: { en: 'Paste a token of your identity provider.', zh: '请粘贴身份提供方签发的令牌。' },
  examples: { en: 'Examples', zh: '示例' },
  examplesHelp: {
    en: 'Each opens in a tab, with its role; run it with Ctrl-Enter. Later steps take ids from the answers of earlier ones.',
    zh: '每个示例在新标签页中打开，并切换到相应身份；按 Ctrl-Enter 运行。后面的步骤使用前面返回的 ID。',
  },
} as const satisfies Record<string, Text>;
