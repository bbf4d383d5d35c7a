import Negotiator from 'negotiator';
import type { Language } from '../domain/words.js';

/** The language of an Accept-Language header: Chinese where that is preferred, else English. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  acceptLanguage && new Negotiator({ headers: { 'accept-language': acceptLanguage } }).language(['en', 'zh']) === 'zh' ? 'zh' : 'en';
