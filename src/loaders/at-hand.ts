import { memo } from '../platform/memo.js';
import type { Select, SiblingSelects } from '../platform/sibling-selects.js';
import { type Condition, marks } from './conditions.js';
import type { Turn } from './turn.js';

/** What stands for ids within the brackets of IN, and the ids for which something is to be found. */
export interface Keys extends Condition {
  readonly ids: readonly string[];
}

/** Makes keys of ids. */
export interface KeysOf {
  /** The same for those that make the same keys. */
  readonly name: string;
  readonly of: (ids: readonly string[]) => Keys;
  /** What reads the rows with the ids, where nothing is kept for those of which it finds none. */
  readonly rows?: Reading;
}

/** The ids as they are. */
export const themselves: KeysOf = { name: 'ids', of: (ids) => ({ ids, sql: marks(ids), values: ids }) };

/** What finds the value of each of some ids: rows, and what is made of them. */
export interface Finding<V = unknown> {
  readonly select: Select;
  readonly arrange: (rows: object[]) => Map<string, V>;
}

/** What is read by keys: under what it is kept, and what finds it. */
export interface Reading<V = unknown> {
  readonly key: string;
  readonly find: (keys: Keys) => Finding<V>;
}

/** A reading that is asked for, and of what. */
export interface Ahead {
  readonly reading: Reading;
  readonly ids: Iterable<string>;
  readonly keys?: KeysOf | undefined;
}

/** What was read. */
interface Found {
  readonly reading: Reading;
  readonly keys: KeysOf;
  readonly values: Map<string, unknown>;
}

/** What is asked for at one moment. */
interface Moment {
  readonly asked: { readonly reading: Reading; readonly keys: KeysOf; readonly ids: Set<string> }[];
  readonly done: Promise<void>;
}

/**
 * What one request has read ahead, by what and id. It takes the turn as an object: with a function of each request's own as a property V8 kept
 * what requests had read for long (docs/adr/0034).
 */
export class AtHand {
  private readonly values = new Map<string, Map<string, unknown>>();
  private moment: Moment | null = null;

  constructor(
    private readonly turn: Turn,
    private readonly siblings: SiblingSelects,
  ) {}

  /** What a reading found for an id; null where there is none, undefined where nothing was read. */
  get(key: string, id: string): unknown {
    return this.values.get(key)?.get(id);
  }

  /** What a reading found, to be added to. */
  foundBy(key: string): Map<string, unknown> {
    return memo(this.values, key, () => new Map<string, unknown>());
  }

  /**
   * Reads several things, at least one, at once, so that whoever asks for them finds them at hand, without a wait for each. What cannot be read
   * is read when it is asked for, which tells why not.
   */
  read(asked: readonly Ahead[]): Promise<void> {
    this.moment ??= this.begin();
    const { asked: all, done } = this.moment;
    for (const { reading, ids, keys = themselves } of asked) {
      // They are few: a key of both would be put together and hashed each time.
      const same = all.find((each) => each.reading.key === reading.key && each.keys.name === keys.name);
      if (!same) all.push({ reading, keys, ids: new Set(ids) });
      else for (const id of ids) same.ids.add(id);
    }
    return done;
  }

  private begin(): Moment {
    const asked: Moment['asked'] = [];
    const done = new Promise<void>((resolve) => {
      this.turn.atEnd(() => {
        this.moment = null;
        const found: Found[] = [];
        let left = asked.length;
        const over = (): void => {
          if (--left > 0) return;
          this.keepAll(found);
          resolve();
        };
        for (const { reading, keys, ids } of asked) {
          const { select, arrange } = reading.find(keys.of([...ids]));
          const take = (rows: object[]): void => {
            found.push({ reading, keys, values: arrange(rows) });
            over();
          };
          this.siblings.ask({ select, take, reject: over });
        }
      });
    });
    return { asked, done };
  }

  private keepAll(found: readonly Found[]): void {
    for (const { reading, keys, values } of found) if (!keys.rows) this.keep(reading.key, values);
    for (const { reading, keys, values } of found) {
      const rows = keys.rows && this.values.get(keys.rows.key);
      if (!rows) continue;
      for (const [id, row] of rows) if (row === null) values.delete(id);
      this.keep(reading.key, values);
    }
  }

  private keep(key: string, found: Map<string, unknown>): void {
    const known = this.values.get(key);
    if (!known) this.values.set(key, found);
    else for (const [id, value] of found) known.set(id, value);
  }
}
