// A subscription that resumes at the beginning of the log.
import WebSocket from 'ws';
import { databaseCpuMs } from './compare.mjs';

/** Events that are taken before it is let go. */
export const behind = 5000;
const query =
  'subscription ($after: String) { progress(after: $after) { id cursor type occurredAt subject { ... on CertificationRequest { number } } } }';
const first = Buffer.from('event:0').toString('base64url');

/** The CPU of server and database for each event, in ms. Throws when the subscription ends before, or an event is missing or out of order. */
export async function resume(server, token) {
  const before = (await server.ask('use')).cpuMs + databaseCpuMs();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
  const send = (message) => socket.send(JSON.stringify(message));
  let [taken, position] = [0, 0];
  await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`the subscription ended with ${code} after ${taken} events`)));
    socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(data);
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query, variables: { after: first } } });
      else if (type === 'ping') send({ type: 'pong' });
      else if (type === 'next' && payload.data) {
        const next = Number(Buffer.from(payload.data.progress.cursor, 'base64url').toString().split(':')[1]);
        if (next !== position + 1) reject(new Error(`event ${next} came after ${position}`));
        position = next;
        if (++taken === behind) resolve();
      } else reject(new Error(String(data)));
    });
  }).finally(() => socket.terminate());
  return ((await server.ask('use')).cpuMs + databaseCpuMs() - before) / behind;
}
