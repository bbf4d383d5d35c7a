import { AsyncLocalStorage } from 'node:async_hooks';
import type { Language } from '../domain/words.js';
import { Patience } from './patience.js';

/** What is known of a request wherever it is worked on, and how long it still waits. */
export class RequestScope {
  readonly patience = new Patience();

  constructor(
    readonly requestId?: string,
    readonly language: Language = 'en',
  ) {}
}

/** The request that is running. One store for all that is known of it: each costs something with every promise. */
export const requestScope = new AsyncLocalStorage<RequestScope>();

/** How long the request that is running still waits, or what it sets off. */
export const currentPatience = (): Patience => requestScope.getStore()?.patience ?? new Patience();

/** Goes on as a part of a request, or of none. */
export const inRequest = <A extends unknown[], R>(scope: RequestScope | undefined, work: (...args: A) => R, ...args: A): R =>
  requestScope.getStore() === scope ? work(...args) : requestScope.run(scope as RequestScope, work, ...args);

/** Does work that is no part of the request that set it off: what it reads, logs, tells and waits for is not that request's. */
export const outsideRequests = <R>(work: () => R): R => inRequest(undefined, work);
