import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Kept, operationOf, variablesOf } from '../../explorer/flow.js';
import { flows, keep } from '../../explorer/flows.js';
import { type Json, Person } from '../support/client.js';
import { watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';

let server: Awaited<ReturnType<typeof startServer>>;
let people: Map<string, Person>;
beforeAll(async () => {
  server = await startServer({ args: ['serve', '--demo'] });
  const roles = (await (await fetch(`${server.url}/explorer/roles`)).json()) as { key: string; token: string }[];
  people = new Map(roles.map(({ key, token }) => [key, new Person(server, token)]));
}, 60_000);
afterAll(() => server.stop());

/** The answer to a document, or the first event of a subscription. */
async function ask(person: Person, query: string, variables: Json): Promise<Json> {
  if (!query.includes('\nsubscription ')) return person.query(query, variables);
  const live = watch(person, 'websocket', query, variables);
  try {
    return (await live.count(1)).values[0];
  } finally {
    live.dispose();
  }
}

describe('the examples of the explorer', () => {
  const kept: Kept = {};
  const steps = flows.flatMap((flow) => flow.steps.map((step) => ({ ...step, name: `${flow.title.en}: ${step.title.en}` })));

  it.each(steps)('$name', async (step) => {
    const data = await ask(people.get(step.as)!, step.query, JSON.parse(variablesOf(step, kept) ?? '{}'));
    const refused = Object.values(data ?? {}).flatMap((field) => (field as Json)?.userErrors ?? []);
    expect(refused.map(({ code }) => code)).toEqual(
      step.title.en.endsWith('refused') ? ['COMMITMENT_REQUIRED', 'COMMITMENT_REQUIRED'] : [],
    );
    keep(operationOf(step.query)!, data, kept);
    if (step.keep) expect(kept).toMatchObject(step.keep(data));
  });

  it('have operations with names of their own, and leave no value open', () => {
    const names = steps.map(({ query }) => operationOf(query));
    expect(new Set(names).size).toBe(steps.length);
    expect(steps.filter((step) => variablesOf(step, kept)?.includes('run the steps before'))).toEqual([]);
  });

  it('say what to run first where an earlier answer is missing', () => {
    expect(variablesOf(steps.find(({ query }) => operationOf(query) === 'Submit')!, {})).toContain('run the steps before this one');
  });
});
