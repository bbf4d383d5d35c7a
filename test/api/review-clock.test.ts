import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Person } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { Releases } from '../support/releases.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

// A server whose clock is set to a year that has a calendar of its own; it begins on a Monday, at 10:00 in Shanghai.
const begin = '2030-10-14T02:00:00.000Z';
let at: InProcess;
let world: World;
let releases: Releases;
let seller: SellerPerson;
beforeAll(async () => {
  at = await startInProcess({ CERTIFICATION_REVIEW_DAYS: '5' });
  world = await World.open(at);
  releases = new Releases(world);
  seller = await world.newSeller();
  await world.admin.do('importWorkingCalendar', { year: 2030, holidays: [], makeUpWorkingDays: [], source: 'The test.' });
});
afterAll(() => at.stop());

/** Sets the clock to an instant. */
const goTo = (instant: string) => at.clock.forward(Date.parse(instant) - Date.parse(at.clock.now()));
const clockFields = 'state dueAt dueIsEstimate workingDaysLeft overdue queuePosition estimatedDecisionAt';
const clockOf = async (kind: 'productRelease' | 'certificationRequest', id: string, viewer: Person = seller): Promise<Json> =>
  (await viewer.query(`query ($id: ID!) { it: ${kind}(id: $id) { clock { ${clockFields} } } }`, { id })).it.clock;
const eventsOf = async (kind: 'productRelease' | 'certificationRequest', id: string): Promise<Json[]> =>
  (
    await seller.query(`query ($id: ID!) { it: ${kind}(id: $id) { timeline(first: 100) { nodes { type phase actor { name role } } } } }`, {
      id,
    })
  ).it.timeline.nodes;
const minuteOf = (instant: string) => instant.slice(0, 16);

describe('the clock of a review', () => {
  it('R32: three working days for a release, over a weekend and a night', async () => {
    goTo(begin);
    const request = await world.certified(seller);
    const monday = await releases.submitted(seller, request);
    expect(minuteOf((await clockOf('productRelease', monday)).dueAt)).toBe('2030-10-17T02:00');
    await releases.decide(monday, 'APPROVE');
    goTo('2030-10-18T12:00:00.000Z'); // Friday, 20:00
    const friday = await releases.begun(seller, request);
    await seller.do('submitProductRelease', { id: friday });
    expect(await clockOf('productRelease', friday)).toMatchObject({
      dueAt: '2030-10-23T10:00:00.000Z',
      workingDaysLeft: 3,
      state: 'RUNNING',
      dueIsEstimate: false,
    });
    goTo('2030-10-21T05:30:00.000Z'); // Monday, half past one: half of a day is over
    expect((await clockOf('productRelease', friday)).workingDaysLeft).toBe(2.5);
  });

  it('R35: a certification pauses while the seller owes an answer, and goes on with what was left', async () => {
    goTo('2030-10-21T00:30:00.000Z'); // Monday, before the doors open
    const id = await world.submitted(seller);
    expect(minuteOf((await clockOf('certificationRequest', id)).dueAt)).toBe('2030-10-25T10:00');
    goTo('2030-10-22T10:00:00.000Z'); // two days later
    const findings = [{ severity: 'BLOCKER', message: 'Say more.' }];
    const { certificationRequest } = await world.decide(id, 'QUALIFICATION', 'REQUEST_CHANGES', { findings });
    const paused = await clockOf('certificationRequest', id);
    expect(paused).toMatchObject({ state: 'PAUSED', dueAt: null, overdue: false, queuePosition: null });
    expect(paused.workingDaysLeft).toBeCloseTo(3, 1);
    goTo('2030-10-28T00:30:00.000Z'); // the Monday after
    expect((await clockOf('certificationRequest', id)).workingDaysLeft).toBe(paused.workingDaysLeft);
    await seller.do('answerFinding', { id: certificationRequest.findings[0].id, answer: 'Here.' });
    await world.submit(seller, id);
    expect(minuteOf((await clockOf('certificationRequest', id)).dueAt)).toBe('2030-10-30T10:00');
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    expect((await clockOf('certificationRequest', id)).workingDaysLeft).toBeCloseTo(5, 1);
    await world.decide(id, 'PRODUCT', 'APPROVE');
    expect(await clockOf('certificationRequest', id)).toMatchObject({ state: 'STOPPED', dueAt: null, workingDaysLeft: null });
  });

  it('R35: an overdue review is told once, to whoever follows it', async () => {
    goTo('2030-11-04T00:30:00.000Z'); // Monday, before the doors open
    const request = await world.certified(seller);
    const release = await releases.submitted(seller, request);
    const certification = await world.submitted(seller);
    goTo('2030-11-12T01:00:00.000Z');
    for (const [kind, id, phase] of [
      ['productRelease', release, null],
      ['certificationRequest', certification, 'QUALIFICATION'],
    ] as const) {
      await until(async () => (await eventsOf(kind, id)).some((event) => event.type === 'REVIEW_OVERDUE'), 'REVIEW_OVERDUE');
      expect(await clockOf(kind, id)).toMatchObject({ overdue: true, workingDaysLeft: 0, state: 'RUNNING' });
      expect((await eventsOf(kind, id)).at(-1)).toMatchObject({ phase, actor: { name: 'Joint Ops', role: null } });
    }
    const overdue =
      'query ($s: ID) { productReleases(filter: { overdue: true, sellerId: $s }) { nodes { id } } certificationRequests(filter: { overdue: true, sellerId: $s }) { nodes { id } } }';
    const found = await world.operationsManager.query(overdue, { s: seller.sellerId });
    expect(found.productReleases.nodes).toContainEqual({ id: release });
    expect(found.certificationRequests.nodes).toContainEqual({ id: certification });
    // Another overdue one shows that a later look has passed; the first was not told again.
    const second = await world.submitted(seller);
    goTo('2030-11-26T01:00:00.000Z');
    await until(
      async () => (await eventsOf('certificationRequest', second)).some((event) => event.type === 'REVIEW_OVERDUE'),
      'REVIEW_OVERDUE',
    );
    expect((await eventsOf('certificationRequest', certification)).filter((event) => event.type === 'REVIEW_OVERDUE')).toHaveLength(1);
    const message = 'query { notifications(first: 100, channel: INBOX) { nodes { title event { type } } } }';
    await until(
      async () =>
        (await seller.query(message)).notifications.nodes.some((n: Json) => n.event.type === 'REVIEW_OVERDUE' && n.title.includes('JOR-')),
      'a message',
    );
  });

  it('R32: calendars that are corrected later move due dates, with an event', async () => {
    goTo('2030-12-02T00:30:00.000Z'); // Monday, before the doors open
    const id = await releases.submitted(seller, await world.certified(seller));
    expect(minuteOf((await clockOf('productRelease', id)).dueAt)).toBe('2030-12-04T10:00');
    const { workingCalendars } = await seller.query(
      '{ workingCalendars { year holidays { date name } makeUpWorkingDays { date name } source } }',
    );
    const year = workingCalendars.find((calendar: Json) => calendar.year === 2030);
    const holidays = [...year.holidays, { date: '2030-12-03', name: 'A day off' }];
    await world.admin.do('importWorkingCalendar', { ...year, holidays });
    await until(async () => minuteOf((await clockOf('productRelease', id)).dueAt) === '2030-12-05T10:00', 'the due date moves');
    expect((await eventsOf('productRelease', id)).map((event) => event.type)).toEqual(['RELEASE_SUBMITTED', 'REVIEW_DUE_MOVED']);
    await world.admin.do('importWorkingCalendar', year);
    await until(async () => (await eventsOf('productRelease', id)).length === 3, 'it moves back');
    expect(minuteOf((await clockOf('productRelease', id)).dueAt)).toBe('2030-12-04T10:00');
  });

  it('R32: a year without a calendar gives an estimate that says so', async () => {
    goTo('2031-01-01T01:00:00.000Z'); // Wednesday; its calendar is not known
    const id = await releases.submitted(seller, await world.certified(seller));
    expect(await clockOf('productRelease', id)).toMatchObject({ dueIsEstimate: true, dueAt: expect.any(String) });
  });

  it('R35: the place in the queue and the likely decision come from the real history', async () => {
    const [first, second] = [await world.submitted(seller), await world.submitted(seller)];
    const [one, two] = [await clockOf('certificationRequest', first), await clockOf('certificationRequest', second)];
    expect(two.queuePosition).toBe(one.queuePosition + 1);
    expect(Date.parse(one.estimatedDecisionAt)).toBeGreaterThanOrEqual(Date.parse(at.clock.now()) - 60_000);
    await world.decide(first, 'QUALIFICATION', 'REJECT', { reason: 'No.' });
    expect((await clockOf('certificationRequest', second)).queuePosition).toBe(one.queuePosition);
    expect((await clockOf('certificationRequest', first)).queuePosition).toBeNull();
  });

  it('R35: what has taken longer than most is likely decided at the next moment of work, not at night', async () => {
    goTo('2031-01-13T10:30:00.000Z'); // Monday, half past six: the doors are closed
    const [first, second] = [await world.certified(seller), await world.certified(seller)];
    const [quick, slow] = [await releases.submitted(seller, first), await releases.submitted(seller, second)];
    await releases.decide(quick, 'APPROVE');
    goTo('2031-01-14T13:00:00.000Z'); // Tuesday, nine in the evening
    expect(minuteOf((await clockOf('productRelease', slow)).estimatedDecisionAt)).toBe('2031-01-15T01:01');
  });

  it('statistics until the last day that can be written take in everything, also west of Greenwich', async () => {
    const west = await startInProcess({ BUSINESS_TIME_ZONE: 'America/New_York' });
    const there = await World.open(west);
    await there.submitted(await there.newSeller());
    const query = '{ reviewStatistics(from: "0001-01-01", to: "9999-12-31") { submitted } }';
    expect((await there.operationsManager.query(query)).reviewStatistics).toEqual({ submitted: 1 });
    await west.stop();
  });

  it('the median of an even number of reviews lies between the middle two', async () => {
    goTo('2031-01-20T10:00:00.000Z');
    const [first, second] = [await world.certified(seller), await world.certified(seller)];
    goTo('2031-01-21T02:00:00.000Z'); // Tuesday, ten o'clock
    const [one, two] = [await releases.submitted(seller, first), await releases.submitted(seller, second)];
    goTo('2031-01-21T03:00:00.000Z');
    await releases.decide(one, 'APPROVE');
    goTo('2031-01-21T05:00:00.000Z');
    await releases.decide(two, 'APPROVE');
    const query = '{ reviewStatistics(from: "2031-01-21", to: "2031-01-21") { approved medianHours p90Hours } }';
    const { approved, medianHours, p90Hours } = (await world.operationsManager.query(query)).reviewStatistics;
    expect(approved).toBe(2);
    expect(medianHours).toBeCloseTo(2, 1);
    expect(p90Hours).toBeCloseTo(3, 1);
  });
});
