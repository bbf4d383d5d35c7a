import { ofDrafts } from './event-rights.js';
import { ProgressEventType } from './words.js';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** Milliseconds to wait before each attempt to deliver an event, after the one before it failed (R29; as Standard Webhooks advises). */
export const webhookSchedule: readonly number[] = [
  0,
  5 * seconds,
  5 * minutes,
  30 * minutes,
  2 * hours,
  5 * hours,
  10 * hours,
  14 * hours,
  20 * hours,
  24 * hours,
];

/** Milliseconds until the attempt after so many, up to a tenth more; null when there is none any more. */
export function webhookDelay(attempts: number, random: number): number | null {
  const delay = webhookSchedule[attempts];
  return delay === undefined ? null : Math.round(delay * (1 + random / 10));
}

/** The events that an endpoint gets: those it asked for; one of the platform hears nothing of drafts (R4, R28). */
export function eventTypesOf(endpoint: { sellerId: string | null; eventTypes: readonly ProgressEventType[] | null }): ProgressEventType[] {
  const wanted = endpoint.eventTypes ?? Object.values(ProgressEventType);
  return wanted.filter((type) => endpoint.sellerId !== null || !ofDrafts.includes(type));
}
