import { beforeAll, describe, expect, it } from '@jest/globals';
import { shippedCalendars } from '../../src/cli/shipped.js';
import { type SellerPerson, World } from '../support/world.js';

const query = '{ workingCalendars { year holidays { date name } makeUpWorkingDays { date name } source } }';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('workingCalendars', () => {
  it("R1: without a token it is UNAUTHENTICATED, and shows nobody's calendar", async () => {
    const { status, body } = await world.anonymous.send(query);
    expect([status, body.errors[0].extensions.code, body.data ?? null]).toEqual([401, 'UNAUTHENTICATED', null]);
  });

  it('R32: everybody with a token sees those that ship, by year', async () => {
    const shipped = await shippedCalendars();
    for (const person of [
      seller,
      world.qualificationReviewer,
      world.productReviewer,
      world.operationsManager,
      world.auditor,
      world.admin,
    ]) {
      expect((await person.query(query)).workingCalendars).toEqual(shipped);
    }
  });

  it('R32: reads only what is asked for', async () => {
    const { workingCalendars } = await seller.query('{ workingCalendars { year holidays { name } } }');
    expect(workingCalendars.at(-1).year).toBe(2026);
    expect(workingCalendars.at(-1).holidays[0]).toEqual({ name: "New Year's Day 元旦" });
  });
});
