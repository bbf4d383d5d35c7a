import type { Soon } from '../domain/soon.js';
import type { Database } from '../platform/database.js';
import { memo } from '../platform/memo.js';
import { outsideRequests } from '../platform/request-scope.js';
import { awaitShared } from '../platform/waits.js';

interface KnownCount {
  /** The position of the event log before it was counted. */
  readonly position: number;
  /** By performance.now(). */
  readonly until: number;
  count: Soon<number>;
}

/** Milliseconds after which it is counted again though no event came, for those who write past Joint Ops: 5 seconds. */
const keptMs = 5000;
/** Of each database. */
const most = 1000;
const known = new WeakMap<Database, Map<string, KnownCount>>();

/**
 * A count that changes with events alone, of which the newest was at `position` when the caller looked: counted once while none comes, for
 * all who ask (docs/adr/0040). `key` tells what is counted, and for whom. It is never older than `position`, unless somebody wrote no event.
 */
export function countOnce(database: Database, key: string, position: number, count: () => Promise<number>): Soon<number> {
  const counts = memo(known, database, () => new Map<string, KnownCount>());
  const found = counts.get(key);
  if (found && found.position >= position && performance.now() < found.until)
    return found.count instanceof Promise ? awaitShared(found.count) : found.count;
  const counting = outsideRequests(count);
  const begun: KnownCount = { position, until: performance.now() + keptMs, count: counting };
  // The one that was made first is forgotten first.
  counts.delete(key);
  if (counts.size >= most) counts.delete(counts.keys().next().value!);
  counts.set(key, begun);
  counting.then(
    (value) => {
      begun.count = value;
    },
    () => {
      if (counts.get(key) === begun) counts.delete(key);
    },
  );
  return awaitShared(counting);
}
