import type { DataSource, EntityManager, EntityMetadata, FindOptionsOrder, FindOptionsWhere } from 'typeorm';
import { type Actor, recordOf } from '../domain/actor.js';
import { Failure } from '../domain/errors.js';
import { permissions } from '../domain/permissions.js';
import { AuditAction, type Instant, type Role } from '../domain/words.js';
import { Counter } from '../entities/internal.js';
import type { Relation, Rows, Whole } from '../entities/relations.js';
import { anyEntryChain, appendingEntries, type NewAuditEntry } from './audit-chain.js';
import { isEmbedded } from './data-source.js';
import type { EntityClass, SqlValue, Statement } from './database.js';
import { append, appending, type NewEvent } from './event-log.js';
import { isLost } from './faults.js';
import { memo } from './memo.js';
import { columnOf, rowMapper, whereAndOrder } from './row-mapper.js';
import type { Session } from './session.js';
import { SiblingSelects } from './sibling-selects.js';
import { insertion, updating } from './written-rows.js';

/** Who asks for a change, and under which idempotency key. */
export interface Command {
  readonly actor: Actor;
  /** The mutation. */
  readonly operation: string;
  readonly idempotency: {
    readonly key: string;
    /** The place of the mutation among those of its document, from 1: one key covers each of them by itself. */
    readonly nth: number;
    readonly input: unknown;
  } | null;
  /** Told of rows as a transaction left them, when it is committed: who shows them need not read them again. */
  readonly onWritten?: (rows: readonly WrittenRow[]) => void;
}

/** A row, its class, and which of its columns are known: null for all of them. */
export type WrittenRow = readonly [entity: EntityClass<{ id: string }>, row: { id: string }, columns: readonly string[] | null];

const idAlone = ['id'];

/** Reads whole rows by plain SQL: TypeORM takes longer to build a statement than the database to run it. */
export class PlainRows implements Rows {
  private readonly siblings: SiblingSelects;

  constructor(
    protected readonly source: DataSource,
    read: Session['read'],
  ) {
    this.siblings = new SiblingSelects(isEmbedded(source), read);
  }

  one<T extends { id: string }>(entity: EntityClass<T>, id: string): Promise<T | null> {
    return this.oneBy(entity, 'id', id);
  }

  /** The row with a value that no other has. */
  oneBy<T extends object>(entity: EntityClass<T>, property: keyof T & string, value: SqlValue): Promise<T | null> {
    return this.oneWhere(entity, property, value);
  }

  list<T extends object, K extends keyof T & string>(
    relation: Relation<T>,
    id: string,
    columns: readonly K[] | null = null,
  ): Promise<Pick<T, K>[]> {
    const metadata = this.metadata(relation.entity);
    const { where, orderBy } = whereAndOrder(metadata, relation, `${columnOf(metadata, relation.by).databaseName} = ?`);
    const select = { mapper: rowMapper(metadata, columns), from: `${metadata.tableName} WHERE ${where}`, values: [id], orderBy };
    return this.siblings.rows(select, (rows) => rows as Pick<T, K>[]);
  }

  all<T extends object>(whole: Whole<T>): Promise<T[]> {
    const metadata = this.metadata(whole.entity);
    const { where, orderBy } = whereAndOrder(metadata, whole);
    const select = { mapper: rowMapper(metadata, null), from: `${metadata.tableName} WHERE ${where}`, values: [], orderBy };
    return this.siblings.rows(select, (rows) => rows as T[]);
  }

  /** Whether a row fulfils a condition, which an index answers. */
  some(entity: EntityClass<object>, condition: string, values: readonly SqlValue[] = []): Promise<boolean> {
    const metadata = this.metadata(entity);
    const from = `${metadata.tableName} WHERE ${condition}`;
    return this.siblings.rows({ mapper: rowMapper(metadata, idAlone), from, values, limit: 1 }, (rows) => rows.length > 0);
  }

  protected oneWhere<T extends object>(
    entity: EntityClass<T>,
    property: string,
    value: SqlValue,
    columns: readonly string[] | null = null,
    lock?: boolean,
  ): Promise<T | null> {
    const select = { mapper: rowMapper(this.metadata(entity), columns), from: this.from(entity, property), values: [value], lock };
    return this.siblings.rows(select, ([row]) => (row as T | undefined) ?? null);
  }

  /** A table, and that a column has a value. */
  protected from(entity: EntityClass<object>, property: string): string {
    const metadata = this.metadata(entity);
    return `${metadata.tableName} WHERE ${columnOf(metadata, property).databaseName} = ?`;
  }

  protected metadata(entity: EntityClass<object>): EntityMetadata {
    return this.source.getMetadata(entity);
  }
}

/** One transaction: what a step reads and writes through. */
export class Transaction extends PlainRows {
  private readonly events: NewEvent[] = [];
  private readonly entries: NewAuditEntry[] = [];
  /** The rows that it has written, as they are now. */
  readonly written: WrittenRow[] = [];
  /** What {@link changes} was told; undefined when it was not. */
  private changed: string | null | undefined | typeof nothing;
  /** What is written with COMMIT, on a server in one packet. */
  private readonly unsent: Statement[] = [];

  constructor(
    source: DataSource,
    private readonly session: Session,
    /** The time of the whole transaction. */
    readonly now: Instant,
  ) {
    super(source, session.read);
  }

  /** Whether rows are locked: the embedded database is, as a whole. */
  private get locks(): boolean {
    return !this.session.embedded;
  }

  /** TypeORM, within the transaction. */
  get manager(): EntityManager {
    if (this.unsent.length > 0) throw new Error('TypeORM would run ahead of rows that are written with COMMIT');
    return this.session.manager();
  }

  /**
   * Loads a row, or `columns` of it, and keeps it from others until the transaction ends. What is read at the same moment is read after that,
   * and travels along.
   */
  lock<T extends { id: string }>(entity: EntityClass<T>, id: string, columns: readonly string[] | null = null): Promise<T | null> {
    return this.oneWhere(entity, 'id', id, columns, this.locks);
  }

  /** Like {@link lock}, by another value that no other row has. */
  lockBy<T extends object>(entity: EntityClass<T>, property: keyof T & string, value: SqlValue): Promise<T | null> {
    return this.oneWhere(entity, property, value, null, this.locks);
  }

  /** Loads rows that nobody else has locked, and keeps them until the transaction ends. */
  take<T extends object>(entity: EntityClass<T>, where: FindOptionsWhere<T>, order: FindOptionsOrder<T>, limit: number): Promise<T[]> {
    const lock = this.locks && { lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' } as const };
    return this.manager.find(entity, { where, order, take: limit, ...lock });
  }

  /** Has new rows of a table written with COMMIT: nothing may read them before. */
  insert<T extends { id: string }>(entity: EntityClass<T>, rows: readonly Partial<T>[]): void {
    if (rows.length === 0) return;
    const metadata = this.metadata(entity);
    const empty = emptyRow(metadata);
    for (const row of rows) this.written.push([entity, { ...empty, ...(row as T) }, null]);
    this.unsent.push(insertion(metadata, rows));
  }

  /**
   * Writes a row where there is none with its id, and answers the one that there is: whoever comes at the same time waits here until this
   * transaction ends.
   */
  async claim<T extends { id: string }>(entity: EntityClass<T>, row: T): Promise<T> {
    const { sql, values } = insertion(this.metadata(entity), [row]);
    if (this.session.embedded) {
      await this.session.write([{ sql: `${sql} ON CONFLICT (id) DO UPDATE SET id = excluded.id`, values }]);
      return (await this.one(entity, row.id))!;
    }
    const { select, map } = rowMapper(this.metadata(entity), null);
    const [, found] = await this.session.write([
      // An update of nothing, so that MySQL takes an exclusive lock at once: a plain insert takes a shared one, and two of those deadlock.
      { sql: `${sql} ON DUPLICATE KEY UPDATE id = id`, values },
      { sql: `SELECT ${select} FROM ${this.from(entity, 'id')}`, values: [row.id] },
    ]);
    return map((found as Record<string, unknown>[])[0]!) as T;
  }

  /** Has a patch of a row written with COMMIT. */
  patchAtEnd<T extends { id: string }>(entity: EntityClass<T>, id: string, patch: Partial<T>): void {
    this.unsent.push(updating(this.metadata(entity), id, patch));
  }

  /**
   * Has a patch written with COMMIT where the row, which has been locked, still is as it was read (R25). Where it is not, the transaction
   * fails: see {@link isLostRace}. `columns` are those of the row that are known.
   */
  compareAndSet<T extends { id: string; version: number; status: string; updatedAt: Instant }>(
    entity: EntityClass<T>,
    row: T,
    patch: Partial<T> & { readonly status: string },
    columns: readonly string[] | null = null,
  ): void {
    // The status first: see updating().
    const set = { status: patch.status, ...(patch as Partial<T>), version: row.version + 1, updatedAt: this.now };
    const update = updating(this.metadata(entity), row.id, set, row);
    for (const property in set) {
      const value = set[property as keyof typeof set];
      if (value !== undefined) (row as Record<string, unknown>)[property] = value;
    }
    this.written.push([entity, row, columns]);
    this.unsent.push(update);
  }

  /** Has an event written as the last thing before COMMIT. */
  emit(event: Omit<NewEvent, 'occurredAt'>): void {
    this.events.push({ ...event, occurredAt: this.now });
  }

  /** Says what a command changes, by its id; null where that is about the person alone. Each command says so, or emits an event. */
  changes(objectId: string | null): void {
    this.changed = objectId;
  }

  /** Says that there was nothing to do after all. */
  changesNothing(): void {
    this.changed = nothing;
  }

  /** Has entries written into the audit trail, at the end. */
  audit(entries: readonly NewAuditEntry[]): void {
    this.entries.push(...entries);
  }

  /**
   * Writes the events and, of a command that no event tells, its audit entry: each change is in the audit trail, whatever it is. Then it
   * commits, on a server in the same packet: everybody's counter is locked for no longer than the COMMIT takes, however far the server is.
   * Answers the position of the last event. Throws a Failure with SERVICE_UNAVAILABLE when it is not known whether it took effect.
   */
  async commit(command: Command | null): Promise<number | null> {
    if (command && this.events.length === 0) this.auditChange(command);
    const { events, unsent, session, source } = this;
    const operation = command?.operation ?? null;
    const entries = this.entries.length > 0 ? await this.linkEntries() : [];
    if (session.embedded) {
      await session.write(unsent);
      const position = await append(session.manager(), events, operation);
      await session.commit(entries);
      return position;
    }
    try {
      const results = await session.commit([...unsent, ...appending(source, events, operation), ...entries]);
      return events.length > 0 ? Number((results as { insertId: number }[])[unsent.length + 2 * events.length - 2]!.insertId) : null;
    } catch (error) {
      throw isLost(error) ? unknownOutcome(error) : error;
    }
  }

  private async linkEntries(): Promise<Statement[]> {
    const chain = await this.lockBy(Counter, 'name', anyEntryChain());
    return appendingEntries(this.source, this.now, this.entries, chain!);
  }

  private auditChange(command: Command): void {
    if (this.changed === nothing) return;
    if (this.changed === undefined) throw new Error(`${command.operation} does not say what it changes`);
    const { subject: actorSubject, role: actorRole } = recordOf(command.actor, rolesOf(command));
    const { operation } = command;
    this.audit([{ action: AuditAction.CHANGED, operation, objectId: this.changed, actorSubject, actorRole }]);
  }
}

const nothing = Symbol('nothing');

const emptyRows = new WeakMap<EntityMetadata, Readonly<Record<string, null>>>();
/** A row of nulls. */
const emptyRow = (metadata: EntityMetadata): Readonly<Record<string, null>> =>
  memo(emptyRows, metadata, () => Object.fromEntries(metadata.columns.map(({ propertyName }) => [propertyName, null])));

/** The roles in one of which a command is given. */
function rolesOf({ actor, operation }: Command): readonly Role[] {
  const roles = permissions[operation]?.roles;
  return roles && roles !== 'everyone' ? roles : actor.roles;
}

/** The answer to a COMMIT got lost: only the idempotency row tells whether it took effect. */
const unknownOutcome = (cause: unknown): Failure =>
  Object.assign(
    new Failure('SERVICE_UNAVAILABLE', {
      en: 'The connection broke while the change was being saved, and whether it was is not known. Send it again with the same Idempotency-Key: it takes effect once. Without a key, look first.',
      zh: '保存更改时连接中断，尚不确定是否已保存。请使用相同的 Idempotency-Key 重新发送：只会生效一次；若未使用该键，请先查询确认。',
    }),
    { cause },
  );
