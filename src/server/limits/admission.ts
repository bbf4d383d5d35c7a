import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import { type Soon, soon } from '../../domain/soon.js';
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
  admit(sent: SentOperation, subject: string): Soon<Admitted> {
    let read: Read;
    try {
      read = this.read(sent);
    } catch (error) {
      const paid = error instanceof Failure || error instanceof InvalidOperation ? this.rates.take(subject, limits.refusalCost) : null;
      return soon(paid, () => {
        throw error;
      });
    }
    const { prepared, requested } = read;
    const cost = { requested, maximum: this.rates.operationCost };
    return soon(this.rates.take(subject, Math.max(1, requested)), (standing) => ({ prepared, standing, cost }));
  }

  private read(sent: SentOperation): Read {
    const prepared = this.documents.prepare(this.persisted.documentOf(sent), sent.operationName || null);
    const requested = prepared.cost(sent.variables ?? {});
    boundCost(requested, this.rates.operationCost);
    return { prepared, requested };
  }
}
