import type { FastifyReply } from 'fastify';
import { limits } from '../../domain/limits.js';
import { type Rates, rateHeaders } from './rates.js';

/** Takes what a file costs, up or down, off somebody's points, and tells what is left. Throws a Failure RATE_LIMITED. */
export async function payForFile(rates: Rates, subject: string, reply: FastifyReply): Promise<void> {
  const standing = await rates.take(subject, limits.fileCost);
  if (standing) void reply.headers(rateHeaders(standing));
}
