import { jsonOf } from './client.js';
import { type AnsweredError, brokenOff, failureOf } from './errors.js';
import type { Operation } from './multipart.js';
import type { Sender, StreamMessage, StreamOptions, StreamResult } from './options.js';

/**
 * Carries a subscription as server-sent events: the distinct connections mode of GraphQL over SSE
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md). By fetch rather than EventSource, which cannot send a token.
 */
export async function* eventStream(
  sender: Sender,
  { query, variables }: Operation,
  cursor: string | null,
  { signal, silenceMs }: StreamOptions,
): AsyncGenerator<StreamMessage> {
  const headers = {
    accept: 'text/event-stream',
    'content-type': 'application/json',
    ...(cursor !== null && { 'last-event-id': cursor }),
  };
  const request = { path: '/graphql/stream', method: 'POST', headers, body: JSON.stringify({ query, variables }) };
  const body = await sender.send(request, { retryForMs: 0, timeoutMs: silenceMs, signal }, bodyOf);
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return;
    const decoder = new TextDecoder();
    for (let text = ''; ; ) {
      const { value } = await heard(reader.read(), silenceMs, stop);
      if (!value) throw brokenOff();
      const blocks = (text + decoder.decode(value, { stream: true })).split(/\r\n\r\n|\n\n|\r\r/);
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const { event, id, data } = fieldsOf(block);
        if (event === 'complete') return;
        const result = data ? (jsonOf(data) as StreamResult) : undefined;
        if (id || result) yield { cursor: id, result };
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** What is read, or a break; when nothing comes for too long, `stop` breaks it. */
async function heard<T>(read: Promise<T>, silenceMs: number, stop: () => void): Promise<T> {
  const timer = setTimeout(stop, silenceMs);
  try {
    return await read;
  } catch (cause) {
    throw brokenOff(cause);
  } finally {
    clearTimeout(timer);
  }
}

async function bodyOf(response: Response): Promise<ReadableStream<Uint8Array>> {
  if (response.ok && response.body) return response.body;
  const text = await response.text();
  const answer = jsonOf(text) as { errors?: AnsweredError[] } | null;
  throw failureOf(answer?.errors ?? [], response.status, response.headers, answer ? '' : text);
}

/** The fields of an event (HTML Living Standard, "Server-sent events"), without comments. */
function fieldsOf(block: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, name, value] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (name) fields[name] = name === 'data' && name in fields ? `${fields[name]}\n${value}` : (value ?? '');
  }
  return fields;
}
