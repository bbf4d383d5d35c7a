import { describe, expect, it } from '@jest/globals';
import { changesBetween, mistakesIn, nextVersion } from '../../scripts/schema-changes.mjs';

const released = `
  type Query { "A seller." seller(id: ID!): Seller  old: String @deprecated(reason: "Use seller; removed after 2026-06-30") }
  type Seller { id: ID!  name: String }
  enum Status { OPEN }`;
const without = (text: string, part: string) => text.replace(part, '');
const next = async (version: string, present: string) => nextVersion(version, await changesBetween(released, present));

describe('the version that a change of the schema makes', () => {
  it.each([
    ['nothing', released, '1.2.3', '0.1.3'],
    ['a description', released.replace('A seller.', 'The seller with this id.'), '1.2.3', '0.1.3'],
    ['a new field', released.replace('id: ID!  name', 'id: ID!  phone: String  name'), '1.3.0', '0.1.4'],
    ['a new enum value', released.replace('OPEN', 'OPEN CLOSED'), '1.3.0', '0.1.4'],
    ['a new optional argument', released.replace('(id: ID!)', '(id: ID!, at: String)'), '1.3.0', '0.1.4'],
    ['a new required argument', released.replace('(id: ID!)', '(id: ID!, at: String!)'), '2.0.0', '0.2.0'],
    ['a field taken away', without(released, 'name: String'), '2.0.0', '0.2.0'],
    ['a field that becomes null', released.replace('id: ID!  name', 'id: ID  name'), '2.0.0', '0.2.0'],
    ['an enum value taken away', released.replace('OPEN', 'CLOSED'), '2.0.0', '0.2.0'],
  ])('%s', async (_what, present, ofStable, ofEarly) => {
    expect([await next('1.2.3', present), await next('0.1.3', present)]).toEqual([ofStable, ofEarly]);
  });
});

describe('the check of a change', () => {
  const state = {
    released,
    present: released,
    releasedVersion: '1.2.3',
    version: '1.2.3',
    changelog: '## Unreleased\n\n## 1.2.3\n',
    today: '2026-07-01',
  };

  it('is content when nothing changed, or something was added', async () => {
    expect(await mistakesIn(state)).toEqual([]);
    expect(await mistakesIn({ ...state, present: `${released} type Extra { id: ID! }`, version: '1.3.0' })).toEqual([]);
  });

  it('refuses a breaking change that the changelog does not announce under Breaking, or announced for an earlier version', async () => {
    const present = without(released, 'name: String');
    const broken = 'Name `Seller.name` under "### Breaking"';
    expect(await mistakesIn({ ...state, present })).toEqual([expect.stringContaining(broken)]);
    const announced = '### Breaking\n\n- `Seller.name` is gone.\n';
    expect(await mistakesIn({ ...state, present, changelog: `## Unreleased\n\n### Added\n\n- More.\n\n${announced}\n## 1.2.3\n` })).toEqual(
      [],
    );
    expect(await mistakesIn({ ...state, present, changelog: `## Unreleased\n\n## 1.2.3\n\n${announced}` })).toHaveLength(1);
    expect(await mistakesIn({ ...state, present, changelog: '## Unreleased\n\n### Added\n\n- `Seller.name`.\n\n## 1.2.3\n' })).toHaveLength(
      1,
    );
  });

  it('refuses a version that is too low', async () => {
    const changelog = '## 1.3.0\n\n### Breaking\n\n- `Seller.name`\n\n## 1.2.3\n';
    const present = without(released, 'name: String');
    expect(await mistakesIn({ ...state, present, changelog, version: '1.3.0' })).toEqual([expect.stringContaining('2.0.0 at least')]);
    expect(await mistakesIn({ ...state, present, changelog, version: '2.0.0' })).toEqual([]);
  });

  it('refuses a deprecation without a date, on fields, arguments, inputs and enum values', async () => {
    const undated = '@deprecated(reason: "Use another")';
    const present = `type Query { a(b: Int ${undated}): Int ${undated} } input I { c: Int ${undated}  d: Int } enum E { F ${undated} }`;
    const mistakes = await mistakesIn({ ...state, released: present, present });
    expect(mistakes.map((mistake) => mistake.split(' ')[0]).sort()).toEqual(['E.F', 'I.c', 'Query.a', 'Query.a.b']);
  });

  it('refuses to take away what was promised to stay', async () => {
    const present = released.replace(/ {2}old: .*\) }/, ' }');
    const changelog = '## Unreleased\n\n### Breaking\n\n- `Query.old`\n\n## 1.2.3\n';
    expect(await mistakesIn({ ...state, present, changelog, today: '2026-06-30' })).toEqual([expect.stringContaining('2026-06-30')]);
    expect(await mistakesIn({ ...state, present, changelog })).toEqual([]);
  });
});
