/** The worked examples of the explorer. `test/explorer` runs each of them, in their order, against a server with demo data. */
import { type Flow, type Kept, operationOf } from './flow.js';
import { overview, review, submit } from './flows/certification.js';
import { live, release, webhooks } from './flows/product.js';

export const flows: readonly Flow[] = [overview, submit, review, live, release, webhooks];

/** Keeps what later steps need of an answer to the operation of this name; an answer of another shape leaves nothing. */
export function keep(operationName: string, data: unknown, kept: Kept): void {
  const step = flows.flatMap(({ steps }) => steps).find(({ query }) => operationOf(query) === operationName);
  try {
    Object.assign(kept, step?.keep?.(data));
  } catch {
    // Refused, or nothing there: the next step then says what to run first.
  }
}
