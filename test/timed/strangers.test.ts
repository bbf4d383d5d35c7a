import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, mutationDocument } from '../support/client.js';
import { missingLike, RightsScene, refusalFor, type Who } from '../support/rights.js';

/** Times that each of two questions is asked, in turns. */
const rounds = 100;
/** How often the one may take longer than the other, of all pairs: 0.5 is alike; a statement more was 0.77 and 0.78. */
const most = 0.74;
/** Times that a question is measured before it counts as unlike: chance alone reaches 0.62 once in a hundred. */
const tries = 3;
const isUnlike = (share: number): boolean => share > most || share < 1 - most;

describe("what is somebody else's and what is not there", () => {
  let at: RightsScene;
  let stranger: Who;
  beforeAll(async () => {
    at = await RightsScene.open();
    stranger = Object.values(at.who).find(({ of, scopes }) => of === 'other' && scopes.length > 0)!;
  }, 180_000);
  afterAll(() => at.close());

  async function msOf(query: string, variables: Json): Promise<number> {
    const begun = performance.now();
    await stranger.person.send(query, variables);
    return performance.now() - begun;
  }

  /** How often `there` took longer than `missing`. */
  async function slower(query: string, there: Json, missing: Json): Promise<number> {
    const [found, none]: [number[], number[]] = [[], []];
    for (let n = -10; n < rounds; n++) {
      const order = n % 2 ? ([found, none] as const) : ([none, found] as const);
      for (const times of order) {
        const ms = await msOf(query, times === found ? there : missing);
        if (n >= 0) times.push(ms);
      }
    }
    const wins = found.reduce((sum, ms) => sum + none.filter((other) => ms > other).length, 0);
    return wins / (rounds * rounds);
  }

  it('R2: take the same time to a stranger, by every mutation and every node', async () => {
    const questions: [name: string, query: string, there: Json, missing: Json][] = [];
    for (const [operation, { input, key, file }] of Object.entries(at.targets)) {
      if (!key || file || refusalFor(operation, stranger, false)) continue;
      const missing = { ...input, [key]: missingLike(input[key]) };
      questions.push([operation, mutationDocument(operation, ''), { input }, { input: missing }]);
    }
    const node = 'query ($id: ID!) { node(id: $id) { __typename id } }';
    for (const [type, id] of [...Object.entries(at.nodes), ...Object.entries(at.drafts)]) {
      if (JSON.stringify(await stranger.person.send(node, { id })).includes(id)) continue;
      questions.push([`node of ${type}`, node, { id }, { id: missingLike(id) }]);
    }
    const found: [name: string, share: number][] = [];
    for (const [name, ...question] of questions) {
      let share = await slower(...question);
      for (let n = 1; n < tries && isUnlike(share); n++) share = await slower(...question);
      found.push([name, share]);
    }
    found.sort(([, a], [, b]) => Math.abs(b - 0.5) - Math.abs(a - 0.5));
    console.log(
      `${found.length} questions; most unlike: ${found
        .slice(0, 8)
        .map(([name, share]) => `${name} ${share.toFixed(2)}`)
        .join(', ')}`,
    );
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(([, share]) => isUnlike(share))).toEqual([]);
  }, 240_000);
});
