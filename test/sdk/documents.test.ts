import { describe, expect, it } from '@jest/globals';
import * as operations from '@joint-ops/sdk/operations';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { isMutation, textOf } from '../../sdk/src/document.js';

const documents = Object.values(operations).map(({ document }) => document);
const everything = `
  # A comment with query { in it
  query Q($a: [Int!]! = [1, -2] @d(x: 1), $b: In = { s: "quo\\"te \\u4e2d", n: null, f: 1.5e3, e: RED, t: true }) @d {
    alias: field(a: $a, b: { c: [$a] }) @include(if: $b) @skip(if: false) { ...F @d ... on T @d { id } ... { id } ... @d { id } }
    text(block: """
      two "lines"
      of text
    """)
  }
  fragment F on T @d(a: 1) { id __typename }
  subscription { live }
  { short }`;

describe('parsed documents', () => {
  it.each([...documents, everything])('are written as graphql writes them: %.60s', (document) => {
    const written = textOf(parse(document, { noLocation: true }));
    expect(print(parse(written))).toBe(print(parse(document)).replace(/"""[\s\S]*?"""/, '"two \\"lines\\"\\nof text"'));
    expect(written.length).toBeLessThanOrEqual(stripIgnoredCharacters(document).length * 1.1 + 20);
  });
});

describe('the kind of a document', () => {
  it.each([
    ['mutation { a }', true],
    ['mutation M($a: Int) { a }', true],
    ['# mutation\nquery { a }', false],
    ['{ mutation }', false],
    ['query Mutation { mutation(a: "mutation { a }") }', false],
    ['fragment F on Query { mutation } query { ...F }', false],
    ['fragment F on Payload { query } mutation { a { ...F } }', true],
    ['query Q($text: String = """mutation { """) { a }', false],
    ['subscription { mutation }', false],
  ])('%s', (document, expected) => {
    expect(isMutation(document)).toBe(expected);
  });

  it('of the operations is what their name says', () => {
    for (const document of documents) expect(isMutation(document)).toBe(document.startsWith('mutation '));
  });
});
