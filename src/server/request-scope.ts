import { AsyncLocalStorage } from 'node:async_hooks';
import Negotiator from 'negotiator';
import type { Language } from '../domain/words.js';

/** What is known of a request wherever its answer is made. */
export interface RequestScope {
  readonly requestId: string;
  readonly language: Language;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();

/** Sets off work that goes on after a request: what it reads, logs and tells is not that request's. */
export const outsideRequests = (work: () => void): void => requestScope.run(undefined as never, work);

/** The language of an Accept-Language header: Chinese where that is preferred, else English. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  acceptLanguage && new Negotiator({ headers: { 'accept-language': acceptLanguage } }).language(['en', 'zh']) === 'zh' ? 'zh' : 'en';
