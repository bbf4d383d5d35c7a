import { type EntityManager, type FindOptionsOrder, type FindOptionsWhere, IsNull, LessThan, type ObjectLiteral } from 'typeorm';
import { type Actor, recordOf } from '../domain/actor.js';
import { Failure, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { permissions } from '../domain/permissions.js';
import { AuditAction, type Instant, type Role } from '../domain/words.js';
import { IdempotencyKey } from '../entities/internal.js';
import type { Relation, Rows, Whole } from '../entities/relations.js';
import { appendEntries, type NewAuditEntry } from './audit-chain.js';
import type { Clock } from './clock.js';
import type { Database, EntityClass } from './database.js';
import { append, type NewEvent } from './event-log.js';
import { isLost, isRetryable } from './faults.js';
import { digestOf, sha256Of } from './hash.js';
import { patience } from './patience.js';
import { signal } from './signals.js';

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
}

/** One transaction: what a step reads and writes through. */
export class Transaction implements Rows {
  private readonly events: NewEvent[] = [];
  /** What {@link changes} was told; undefined when it was not. */
  private changed: string | null | undefined | typeof nothing;
  constructor(
    readonly manager: EntityManager,
    /** The time of the whole transaction. */
    readonly now: Instant,
    private readonly lockMode: 'pessimistic_write' | undefined,
  ) {}

  /** Loads a row and keeps it from others until the transaction ends. */
  lock<T extends ObjectLiteral>(entity: EntityClass<T>, id: string): Promise<T | null> {
    const query = this.manager.createQueryBuilder(entity, 'row').where('row.id = :id', { id });
    return (this.lockMode ? query.setLock(this.lockMode) : query).getOne();
  }

  /** Like {@link lock}, by other columns. */
  lockBy<T extends ObjectLiteral>(entity: EntityClass<T>, where: FindOptionsWhere<T>): Promise<T | null> {
    return this.manager.findOne(entity, { where, ...(this.lockMode && { lock: { mode: this.lockMode } }) });
  }

  /** Loads rows that nobody else has locked, and keeps them until the transaction ends. */
  take<T extends ObjectLiteral>(
    entity: EntityClass<T>,
    where: FindOptionsWhere<T>,
    order: FindOptionsOrder<T>,
    limit: number,
  ): Promise<T[]> {
    const lock = this.lockMode && { lock: { mode: this.lockMode, onLocked: 'skip_locked' as const } };
    return this.manager.find(entity, { where, order, take: limit, ...lock });
  }

  one<T extends { id: string }>(entity: EntityClass<T>, id: string): Promise<T | null> {
    return this.manager.findOneBy(entity, { id } as FindOptionsWhere<T>);
  }

  list<T extends object>({ entity, by, isNull = [], orderBy }: Relation<T>, id: string): Promise<T[]> {
    return this.find(entity, { [by]: id }, isNull, orderBy);
  }

  all<T extends object>({ entity, isNull, orderBy }: Whole<T>): Promise<T[]> {
    return this.find(entity, {}, isNull, orderBy);
  }

  private find<T extends object>(
    entity: EntityClass<T>,
    where: object,
    isNull: readonly string[],
    orderBy: readonly string[],
  ): Promise<T[]> {
    const nulls = Object.fromEntries(isNull.map((column) => [column, IsNull()]));
    const order = Object.fromEntries(orderBy.map((column) => [column, 'ASC']));
    return this.manager.find(entity, { where: { ...where, ...nulls } as FindOptionsWhere<T>, order: order as never });
  }

  /** Writes a patch where the row still is as it was read (R25); a Refusal with CONFLICT when it is not. */
  async compareAndSet<T extends ObjectLiteral & { id: string; version: number; status: string }>(
    entity: EntityClass<T>,
    row: T,
    patch: Partial<T>,
  ): Promise<void> {
    const { id, version, status } = row;
    const set = { ...patch, version: version + 1, updatedAt: this.now };
    const result = await this.manager
      .createQueryBuilder()
      .update(entity)
      .set(set as never)
      .where('id = :id AND status = :status AND version = :version', { id, status, version })
      .execute();
    if (result.affected !== 1) throw new Refusal(problem('raceLost'));
    Object.assign(row, set);
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

  /** Writes the events and, of a command that no event tells, its audit entry: each change is in the audit trail, whatever it is. */
  async conclude(command: Command | null): Promise<number | null> {
    if (this.events.length > 0) return append(this.manager, this.events, command?.operation ?? null);
    if (!command || this.changed === nothing) return null;
    if (this.changed === undefined) throw new Error(`${command.operation} does not say what it changes`);
    const { subject: actorSubject, role: actorRole } = recordOf(command.actor, rolesOf(command));
    const { operation } = command;
    await this.audit([{ action: AuditAction.CHANGED, operation, objectId: this.changed, actorSubject, actorRole }]);
    return null;
  }

  /** Writes audit entries; nothing may follow in the transaction. */
  audit(entries: readonly NewAuditEntry[]): Promise<void> {
    return appendEntries(this.manager, this.now, entries);
  }
}

const nothing = Symbol('nothing');

/** The roles in one of which a command is given. */
function rolesOf({ actor, operation }: Command): readonly Role[] {
  const roles = permissions[operation]?.roles;
  return roles && roles !== 'everyone' ? roles : actor.roles;
}

/** Reads single entities outside a transaction. */
export interface Peek extends Pick<Rows, 'one' | 'all'> {
  where<T extends object>(entity: EntityClass<T>, values: Partial<T>): Promise<T | null>;
}

const attempts = 10;

/** Runs each change of state as one transaction: the change, its records, its event and its idempotency row, or nothing (R25, R37). */
export class UnitOfWork {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** Rung after a commit that wrote events, with the position of the last. */
    private readonly ring: (position: number) => void = () => {},
  ) {}

  /**
   * Runs `work` in a transaction and answers what it answers, which must be plain JSON: a command repeated under its idempotency key
   * is answered from the record. Throws the Refusal of `work`, or a Failure: IDEMPOTENCY_KEY_REUSED, SERVICE_UNAVAILABLE.
   * A deadlock or a lost race for a unique value runs `work` again. Without a command nothing is remembered.
   */
  async run<R>(command: Command | null, work: (tx: Transaction) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.inTurn(() => this.once(command, work));
      } catch (error) {
        if (attempt === attempts || !isRetryable(error) || (patience.getStore()?.left ?? 1) <= 0) throw error;
        // Those who deadlocked together must not meet again: wait for a random while that grows.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
      }
    }
  }

  /** Runs `work` in a transaction that nobody asked for: the system's own housekeeping. */
  maintain<R>(work: (tx: Transaction) => Promise<R>): Promise<R> {
    return this.run(null, work);
  }

  /**
   * Runs `work`, which may be refused because the same command came before and took away what it is about, such as a resumable
   * upload: what that one came to is then answered.
   */
  async onceOrRecall<R>(command: Command, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const known = await this.recall<R>(command);
      if (known) return known;
      throw error;
    }
  }

  /** Writes into the audit trail what was read or handed out; nothing is shown when that fails. */
  audit(entries: readonly NewAuditEntry[]): Promise<void> {
    return this.run(null, (tx) => tx.audit(entries));
  }

  /** What a command came to that was sent before under the same idempotency key; null when it was not. */
  private async recall<R>(command: Command): Promise<R | null> {
    if (!command.idempotency) return null;
    const { id, fingerprint } = keyOf(command);
    const found = await this.peek((rows) => rows.where(IdempotencyKey, { id }));
    if (found && found.fingerprint !== fingerprint) throw keyReused();
    if (found?.result) signal('repeat', { operation: command.operation });
    return (found?.result ?? null) as R | null;
  }

  /** Reads outside a transaction what a step needs to find its subject; ids and parents never change. */
  peek<R>(read: (peek: Peek) => Promise<R>): Promise<R> {
    const { manager } = this.database.dataSource;
    const rows = new Transaction(manager, this.clock.now(), undefined);
    const where: Peek['where'] = (entity, values) => manager.findOneBy(entity, values as never);
    return this.inTurn(() => read({ where, one: (entity, id) => rows.one(entity, id), all: (whole) => rows.all(whole) }));
  }

  /** Forgets idempotency keys that were kept for long enough (R37). */
  async forgetKeys(): Promise<void> {
    const before = new Date(Date.parse(this.clock.now()) - limits.idempotencyKeyMs).toISOString();
    await this.inTurn(() => this.database.dataSource.manager.delete(IdempotencyKey, { createdAt: LessThan(before) }));
  }

  /** SQLite has one connection for writes: each transaction waits for its turn, or they would run into one another. */
  private inTurn<R>(task: () => Promise<R>): Promise<R> {
    if (this.database.engine !== 'sqlite') return task();
    const result = this.turn.then(task);
    this.turn = result.catch(() => {});
    return result;
  }

  private async once<R>(command: Command | null, work: (tx: Transaction) => Promise<R>): Promise<R> {
    const sqlite = this.database.engine === 'sqlite';
    const runner = this.database.dataSource.createQueryRunner();
    try {
      await runner.startTransaction(sqlite ? undefined : 'READ COMMITTED');
      const tx = new Transaction(runner.manager, this.clock.now(), sqlite ? undefined : 'pessimistic_write');
      const record = command?.idempotency && (await this.claimKey(tx, command));
      if (record?.result) {
        await runner.rollbackTransaction();
        signal('repeat', { operation: command!.operation });
        return record.result as R;
      }
      const result = await work(tx);
      if (record) await tx.manager.update(IdempotencyKey, record.id, { result: result as never });
      const position = await tx.conclude(command);
      await runner.commitTransaction().catch((error) => {
        throw isLost(error) ? unknownOutcome(error) : error;
      });
      if (position !== null) this.ring(position);
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Takes the key for this transaction; whoever comes at the same time waits here until it ends. */
  private async claimKey(tx: Transaction, command: Command): Promise<{ id: string; result: unknown }> {
    const { id, fingerprint } = keyOf(command);
    const { actor, operation } = command;
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(IdempotencyKey)
      .values({ id, caller: actor.subject, operation, fingerprint, result: null as never, createdAt: tx.now })
      // An update of nothing, so that MySQL takes an exclusive lock at once: a plain insert takes a shared one, and two of those deadlock.
      .orUpdate(['id'], ['id'])
      .execute();
    const found = await tx.manager.findOneByOrFail(IdempotencyKey, { id });
    if (found.fingerprint !== fingerprint) throw keyReused();
    return { id, result: found.result };
  }
}

/** Under which id a command's key is kept, and what tells its input from another. */
function keyOf({ actor, operation, idempotency }: Command): { id: string; fingerprint: string } {
  const { key, nth, input } = idempotency!;
  return { id: sha256Of(`${actor.subject}\n${key}\n${nth}`), fingerprint: digestOf({ operation, input }) };
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

const keyReused = (): Failure =>
  new Failure('IDEMPOTENCY_KEY_REUSED', {
    en: 'This Idempotency-Key was used for another operation or another input; take a new key for a new operation.',
    zh: '此 Idempotency-Key 已用于其他操作或其他输入；新的操作请使用新的键。',
  });
