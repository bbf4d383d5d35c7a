import { type DataSource, type EntityManager, In, LessThan, MoreThan, Not } from 'typeorm';
import { AuditEntry } from '../entities/audit-entry.js';
import { Counter } from '../entities/internal.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { digestOfEntry, digestOfEvent, entryChains, eventChain, linkHash } from '../platform/audit-chain.js';

/** The last link of a chain: kept elsewhere, it proves later that nothing before it was rewritten. */
export interface ChainHead {
  readonly chain: string;
  readonly position: number;
  readonly hash: string;
}

/** What the trail comes to. */
export interface AuditReport {
  /** What was changed, removed or inserted, row by row; empty when the trail is whole. */
  readonly wrong: readonly string[];
  readonly heads: readonly ChainHead[];
  readonly entries: number;
  /** Events that are older than the chain, which nothing proves. */
  readonly unchained: number;
}

/** A row of a chain. */
interface Link {
  readonly id: string;
  readonly position: number;
  readonly hash: string | null;
  readonly digest: string;
}

/** Rows that are read at once. */
const batch = 1000;

/** Walks every chain of the audit trail and compares it with the rows; `known` are heads that were told earlier. Writes nothing. */
export async function verifyAudit({ manager }: DataSource, known: readonly ChainHead[] = []): Promise<AuditReport> {
  const counters = new Map((await manager.find(Counter)).map((counter) => [counter.name, counter]));
  const unchained = Number(counters.get('event-unchained')?.value ?? 0);
  const wrong: string[] = [];
  const heads: ChainHead[] = [];
  let entries = 0;
  for (const chain of [eventChain, ...entryChains]) {
    const from = chain === eventChain ? unchained : 0;
    const counter = counters.get(chain);
    const walk = new Walk(
      chain,
      from,
      known.filter((head) => head.chain === chain),
      wrong,
    );
    for (let rows = await linksOf(manager, chain, from); rows.length > 0; rows = await linksOf(manager, chain, rows.at(-1)!.position)) {
      for (const row of rows) walk.step(row);
      entries += rows.length;
    }
    // What was written meanwhile may stand behind the counter that was read before the walk.
    const now = await manager.findOneBy(Counter, { name: chain });
    walk.end(Number(counter?.value ?? from), Number(now?.value ?? from), now?.hash ?? null);
    heads.push(walk.head);
  }
  for (const { id, position } of await strays(manager)) wrong.push(`${position}: ${id} was inserted: it stands in no chain`);
  return { wrong, heads, entries, unchained };
}

/** One walk along a chain. */
class Walk {
  private position: number;
  /** The hash before the next row; null where that row is gone. */
  private previous: string | null = '';
  private last: Link | null = null;

  constructor(
    private readonly chain: string,
    from: number,
    private readonly known: readonly ChainHead[],
    private readonly wrong: string[],
  ) {
    this.position = from;
  }

  get head(): ChainHead {
    return { chain: this.chain, position: this.position, hash: this.last?.hash ?? '' };
  }

  step(row: Link): void {
    if (row.position > this.position + 1) this.tellRemoved(this.position + 1, row.position - 1);
    if (this.previous !== null && row.hash !== linkHash(this.previous, row.digest)) {
      this.tell(row.position, `${row.id} was changed, or the one before it together with its hash`);
    }
    const known = this.known.find(({ position }) => position === row.position);
    if (known && known.hash !== row.hash)
      this.tell(row.position, `${row.id} is not what stood here when its head was told: the chain was rewritten`);
    this.position = row.position;
    this.previous = row.hash;
    this.last = row;
  }

  /** `least` and `most`: the counter before and after the walk. */
  end(least: number, most: number, hash: string | null): void {
    if (this.position < least) this.tellRemoved(this.position + 1, least);
    if (this.position > most) this.tell(this.position, `${this.last!.id} was inserted: the chain ends at ${most}`);
    if (this.position === most && hash && this.last && hash !== this.last.hash) {
      this.tell(most, `${this.last.id}, or the counter of the chain, was changed`);
    }
    for (const { position } of this.known)
      if (position > most) this.tell(position, 'the end of the chain was removed since its head was told');
  }

  private tellRemoved(from: number, to: number): void {
    this.tell(from, from === to ? 'the entry was removed' : `the entries up to ${to} were removed`);
    this.previous = null;
  }

  private tell(position: number, what: string): void {
    this.wrong.push(`${this.chain} ${position}: ${what}`);
  }
}

async function linksOf(manager: EntityManager, chain: string, after: number): Promise<Link[]> {
  const order = { position: 'ASC' } as const;
  if (chain === eventChain) {
    const events = await manager.find(ProgressEvent, { where: { position: MoreThan(after) }, order, take: batch });
    return events.map((event) => {
      const { id, position, hash, actor, actorSubject } = event;
      // The subject stands in a column of its own too, by which entries are found.
      return { id, position: Number(position), hash, digest: actor.subject === actorSubject ? digestOfEvent(event) : '' };
    });
  }
  const rows = await manager.find(AuditEntry, { where: { chain, position: MoreThan(after) }, order, take: batch });
  return rows.map((row) => ({ id: row.id, position: Number(row.position), hash: row.hash, digest: digestOfEntry(row) }));
}

/** Rows where no chain has any. */
async function strays(manager: EntityManager): Promise<{ id: string; position: number }[]> {
  const outside = { position: LessThan(1) };
  const entries = await manager.find(AuditEntry, { where: [{ chain: Not(In([...entryChains])) }, outside], take: batch });
  return [...entries, ...(await manager.find(ProgressEvent, { where: outside, take: batch }))];
}
