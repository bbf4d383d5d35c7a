import { describe, expect, it } from '@jest/globals';
import { SharedReads } from '../../src/platform/shared-reads.js';

/** Readings that end when they are told to, each with the number of those that had begun by then. */
function readings() {
  const begun: { end(): void; fail(): void }[] = [];
  const read = () => {
    const nth = begun.length + 1;
    return new Promise<number>((resolve, reject) => {
      begun.push({ end: () => resolve(nth), fail: () => reject(new Error('lost')) });
    });
  };
  return { begun, read };
}

describe('readings that many share', () => {
  it('who asks while one is under way gets the next, which all of them share', async () => {
    const shared = new SharedReads<number>();
    const { begun, read } = readings();
    const first = shared.ask('a', read);
    const later = Array.from({ length: 60 }, () => shared.ask('a', read));
    expect(begun).toHaveLength(1);
    begun[0]!.end();
    expect(await first).toBe(1);
    expect(begun).toHaveLength(2);
    const last = shared.ask('a', read);
    begun[1]!.end();
    expect(await Promise.all(later)).toEqual(Array(60).fill(2));
    begun[2]!.end();
    expect(await last).toBe(3);
  });

  it('other questions do not wait', async () => {
    const shared = new SharedReads<number>();
    const [one, other] = [readings(), readings()];
    void shared.ask('a', one.read);
    const answer = shared.ask('b', other.read);
    other.begun[0]!.end();
    expect(await answer).toBe(1);
  });

  it('a reading that fails fails for those who share it, and for nobody after them', async () => {
    const shared = new SharedReads<number>();
    const { begun, read } = readings();
    const first = shared.ask('a', read);
    const later = shared.ask('a', read);
    begun[0]!.fail();
    await expect(first).rejects.toThrow('lost');
    begun[1]!.end();
    expect(await later).toBe(2);
    const afresh = shared.ask('a', read);
    begun[2]!.end();
    expect(await afresh).toBe(3);
  });
});
