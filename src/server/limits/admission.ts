import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import { boundCost, type Cost } from './cost.js';
import { type Documents, InvalidOperation, type PreparedDocument } from './documents.js';
import type { PersistedOperations, SentOperation } from './persisted.js';
import type { Rates, Standing } from './rates.js';

/** An operation that may run. */
export interface Admitted {
  readonly prepared: PreparedDocument;
  readonly cost: Cost;
  /** Null where points are not bounded. */
  readonly standing: Standing | null;
}

type Read = Pick<Admitted, 'prepared'> & { readonly requested: number };

/** Lets operations in, whichever way they come: over HTTP, websockets and event streams the same limits hold (docs/adr/0031). */
export class Admission {
  constructor(
    private readonly documents: Documents,
    private readonly persisted: PersistedOperations,
    private readonly rates: Rates,
  ) {}

  /** Nothing runs before it. Throws an InvalidOperation or a Failure; a document that is refused is paid for too. */
  async admit(sent: SentOperation, subject: string): Promise<Admitted> {
    let read: Read;
    try {
      read = this.read(sent);
    } catch (error) {
      if (error instanceof Failure || error instanceof InvalidOperation) await this.rates.take(subject, limits.refusalCost);
      throw error;
    }
    const { prepared, requested } = read;
    const standing = await this.rates.take(subject, Math.max(1, requested));
    return { prepared, standing, cost: { requested, maximum: this.rates.operationCost } };
  }

  private read(sent: SentOperation): Read {
    const prepared = this.documents.prepare(this.persisted.documentOf(sent), sent.operationName || null);
    const requested = prepared.cost(sent.variables ?? {});
    boundCost(requested, this.rates.operationCost);
    return { prepared, requested };
  }
}
