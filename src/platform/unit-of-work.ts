import { setImmediate } from 'node:timers/promises';
import { LessThan } from 'typeorm';
import { Failure, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { IdempotencyKey } from '../entities/internal.js';
import type { NewAuditEntry } from './audit-chain.js';
import type { Clock } from './clock.js';
import type { Database } from './database.js';
import { isBusy, isLostRace, isRetryable } from './faults.js';
import { digestOf, sha256Of } from './hash.js';
import { currentPatience } from './request-scope.js';
import { openSession } from './session.js';
import { signal } from './signals.js';
import { type Command, PlainRows, Transaction } from './transaction.js';
import { awaitShared } from './waits.js';

const attempts = 10;

/** Runs each change of state as one transaction: the change, its records, its event and its idempotency row, or nothing (R25, R37). */
export class UnitOfWork {
  /** Reads outside transactions what a step needs to find its subject; ids and parents never change. */
  readonly committed: PlainRows;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** Rung after a commit that wrote events, with the position of the last. */
    private readonly ring: (position: number) => void = () => {},
  ) {
    this.committed = new PlainRows(database.dataSource, database.rowsOfEach);
  }

  /**
   * Runs `work` in a transaction and answers what it answers, which must be plain JSON: a command repeated under its idempotency key
   * is answered from the record. Throws the Refusal of `work`, or a Failure: IDEMPOTENCY_KEY_REUSED, SERVICE_UNAVAILABLE.
   * A deadlock or a lost race for a unique value runs `work` again. Without a command nothing is remembered.
   */
  async run<R>(command: Command | null, work: (tx: Transaction) => Promise<R>): Promise<R> {
    const patience = currentPatience();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.inTurn(() => this.once(command, work));
      } catch (error) {
        if (!isRetryable(error) || patience.left <= 0 || (attempt >= attempts && !isBusy(error))) throw error;
        const waited = patience.begin();
        // Those who deadlocked together must not meet again: wait for a random while that grows.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * Math.min(attempt, attempts)));
        waited();
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
    return this.run(null, async (tx) => tx.audit(entries));
  }

  /** What a command came to that was sent before under the same idempotency key; null when it was not. */
  private async recall<R>(command: Command): Promise<R | null> {
    if (!command.idempotency) return null;
    const { id, fingerprint } = keyOf(command);
    const found = await this.committed.one(IdempotencyKey, id);
    if (found && found.fingerprint !== fingerprint) throw keyReused();
    if (found?.result) signal('repeat', { operation: command.operation });
    return (found?.result ?? null) as R | null;
  }

  /** Forgets idempotency keys that were kept for long enough (R37). */
  async forgetKeys(): Promise<void> {
    const before = new Date(Date.parse(this.clock.now()) - limits.idempotencyKeyMs).toISOString();
    await this.maintain(({ manager }) => manager.delete(IdempotencyKey, { createdAt: LessThan(before) }));
  }

  /**
   * SQLite has one connection for writes: each transaction waits for its turn, or they would run into one another. It answers at once,
   * so between two of them whoever does anything else has a turn as well.
   */
  private inTurn<R>(task: () => Promise<R>): Promise<R> {
    if (this.database.engine !== 'sqlite') return task();
    const before = this.turn;
    const result = awaitShared(before)
      .then(() => setImmediate())
      .then(task);
    // Whoever did not wait to the end has his turn all the same.
    this.turn = Promise.allSettled([before, result]).then(() => {});
    return result;
  }

  private async once<R>(command: Command | null, work: (tx: Transaction) => Promise<R>): Promise<R> {
    const { dataSource } = this.database;
    const session = await openSession(dataSource);
    let open = true;
    try {
      const tx = new Transaction(dataSource, session, this.clock.now());
      const record = command?.idempotency && (await this.claimKey(tx, command));
      if (record?.result) {
        signal('repeat', { operation: command!.operation });
        return record.result as R;
      }
      const result = await work(tx);
      if (record) tx.patchAtEnd(IdempotencyKey, record.id, { result });
      const position = await tx.commit(command);
      open = false;
      if (position !== null) this.ring(position);
      command?.onWritten?.(tx.written);
      return result;
    } catch (error) {
      throw isLostRace(error) ? new Refusal(problem('raceLost')) : error;
    } finally {
      if (open) await session.rollback().catch(() => {});
      session.release();
    }
  }

  /** Takes the key for this transaction; whoever comes at the same time waits here until it ends. */
  private async claimKey(tx: Transaction, command: Command): Promise<{ id: string; result: unknown }> {
    const { id, fingerprint } = keyOf(command);
    const { actor, operation } = command;
    const row = { id, caller: actor.subject, operation, fingerprint, result: null, createdAt: tx.now };
    const found = await tx.claim(IdempotencyKey, row);
    if (found.fingerprint !== fingerprint) throw keyReused();
    return { id, result: found.result };
  }
}

/** Under which id a command's key is kept, and what tells its input from another. */
function keyOf({ actor, operation, idempotency }: Command): { id: string; fingerprint: string } {
  const { key, nth, input } = idempotency!;
  return { id: sha256Of(`${actor.subject}\n${key}\n${nth}`), fingerprint: digestOf({ operation, input }) };
}

const keyReused = (): Failure =>
  new Failure('IDEMPOTENCY_KEY_REUSED', {
    en: 'This Idempotency-Key was used for another operation or another input; take a new key for a new operation.',
    zh: '此 Idempotency-Key 已用于其他操作或其他输入；新的操作请使用新的键。',
  });
