// Sends requests over kept connections, a few at once, and says how long each took.
import { Agent, request } from 'node:http';

/** Posts a body to a server's GraphQL endpoint; answers status and text. */
export function post(url, { token, body }, agent) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${token}` };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Sends all requests, `at` once, each after its `before`, where it has one; answers the milliseconds of each and of all. Throws on the first that
 * is not answered with data alone.
 */
export async function drive(url, requests, at = 8) {
  const times = [];
  // New ones each time: a connection that has waited may be closed by the server just when it is used again.
  const agent = new Agent({ keepAlive: true });
  const waiting = requests[Symbol.iterator]();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: at }, async () => {
      for (const each of waiting) {
        await each.before?.();
        const sent = performance.now();
        const { status, text } = await post(url, each, agent);
        if (status !== 200 || text.includes('"errors":') || /"userErrors":\[\{/.test(text))
          throw new Error(`${status} ${text.slice(0, 500)}`);
        times.push(performance.now() - sent);
      }
    }),
  ).finally(() => agent.destroy());
  return { times, wallMs: performance.now() - begun };
}

export const median = (values) => quantile(values, 0.5);
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  return sorted[Math.floor(at)] + (sorted[Math.ceil(at)] - sorted[Math.floor(at)]) * (at % 1);
}
