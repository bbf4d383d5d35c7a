import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { label } from '../domain/messages.js';
import type { Language } from '../domain/words.js';
import { shipped } from './shipped.js';

type Text = Readonly<Record<'title' | 'body' | 'sms', string>>;
type Texts = Readonly<Record<string, Text>> & { readonly layout: Readonly<Record<'reason' | 'open' | 'footer', string>> };
/** The lines of texts, by the name of the text and their own. */
type Lines = Record<string, Record<string, string>>;

/** A message as a recipient reads it. */
export interface Message {
  readonly title: string;
  readonly body: string;
  readonly sms: string;
}

const languages = ['en', 'zh'] as const;

/** The texts of notifications in both languages: those that ship, and in their place those of the operator, line by line. */
export class MessageTexts {
  private readonly texts: Readonly<Record<Language, Texts>>;
  private readonly layout: string;

  /** Throws an Error that names the file when an operator's text cannot be read. */
  constructor(
    overrides: string | null,
    /** The address of a request in the operator's console, with {id} in it; null: messages carry no link. */
    private readonly consoleUrl: string | null,
  ) {
    const read = (name: string) => readFileSync(shipped(`templates/messages/${name}`), 'utf8');
    const own = (name: string) => {
      try {
        return overrides ? readFileSync(join(overrides, name), 'utf8') : null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    };
    const both = languages.map((language) => [
      language,
      overlay(JSON.parse(read(`${language}.json`)) as Lines, own(`${language}.json`), `${overrides}/${language}.json`),
    ]);
    this.texts = Object.fromEntries(both) as Record<Language, Texts>;
    this.layout = own('mail.html') ?? read('mail.html');
  }

  /** A message in plain text. */
  message(text: string, params: Readonly<Record<string, string>>, language: Language): Message {
    const { title = text, body = '', sms = '' } = this.texts[language][text] ?? {};
    const values = { ...params, ...(params.phase && { phase: reviewName(params.phase, language) }) };
    const reason = params.reason ? `\n\n${labelled(this.texts[language].layout.reason, params.reason, language)}` : '';
    return { title: fill(title, values), body: `${fill(body, values)}${reason}`, sms: fill(sms, values) };
  }

  /** A mail, as plain text and as HTML. */
  mail(text: string, params: Readonly<Record<string, string>>, language: Language): { subject: string; text: string; html: string } {
    const { layout } = this.texts[language];
    const { reason = '', ...rest } = params;
    const { title, body } = this.message(text, rest, language);
    const url = this.consoleUrl && params.id ? this.consoleUrl.replaceAll('{id}', encodeURIComponent(params.id)) : '';
    const row = (inner: string) => `<tr><td style="padding:16px 32px 0;font-size:15px;line-height:24px">${inner}</td></tr>`;
    const html = fill(this.layout, {
      language: language === 'zh' ? 'zh-CN' : 'en',
      title: escaped(title),
      body: escaped(body),
      reason: reason && row(`<b>${escaped(layout.reason)}</b><br />${escaped(reason).replaceAll('\n', '<br />')}`),
      open: url && row(`<a href="${escaped(url)}" style="color:#1d4ed8">${escaped(layout.open)}</a>`),
      footer: escaped(layout.footer),
    });
    const lines = [body, reason && labelled(layout.reason, reason, language), url && labelled(layout.open, url, language), layout.footer];
    return { subject: title, text: `${lines.filter(Boolean).join('\n\n')}\n`, html };
  }
}

/** The operator's lines in place of those that ship. Throws an Error that names the mistake and the file. */
function overlay(texts: Lines, own: string | null, path: string): Lines {
  const all = { ...texts };
  for (const [name, lines] of Object.entries(own === null ? {} : parse(own, path))) {
    const known = texts[name];
    if (!known) throw new Error(`${path}: there is no text ${name}; there are ${Object.keys(texts).join(', ')}`);
    for (const [line, words] of Object.entries(lines ?? {}))
      if (typeof words !== 'string' || !(line in known))
        throw new Error(`${path}: ${name} takes texts for ${Object.keys(known).join(', ')}`);
    all[name] = { ...known, ...lines };
  }
  return all;
}

function parse(text: string, path: string): Lines {
  try {
    return JSON.parse(text) as Lines;
  } catch (error) {
    throw new Error(`${path} is no JSON: ${(error as Error).message}`);
  }
}

const labelled = (name: string, value: string, language: Language): string => `${name}${language === 'zh' ? '：' : ': '}${value}`;

/** A phase's name inside of a sentence: in Chinese the word for the review is part of it. */
const reviewName = (phase: string, language: Language): string => label(phase, language);

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? (name in values ? '' : whole));

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
