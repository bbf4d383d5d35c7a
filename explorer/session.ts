import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';
import { type Kept, operationOf, type Text } from './flow.js';
import { keep } from './flows.js';

/** A role of the demo, with a token for a day. */
export interface DemoRole {
  readonly key: string;
  readonly who: Text;
  readonly token: string;
}
/** Who asks, and in which language answers come. */
export interface Caller {
  readonly token: string;
  readonly language: 'en' | 'zh';
}

/** How many results of a subscription are shown. */
const shownResults = 100;

/** What the answers so far left for the steps to come. */
export const kept: Kept = {};

/** The roles of the demo; none where the server gives no tokens, as outside development. */
export async function demoRoles(): Promise<DemoRole[]> {
  const response = await fetch('/explorer/roles');
  return response.ok ? response.json() : [];
}

/** Sends documents as a caller: queries and mutations over HTTP, subscriptions over a websocket of its own. */
export function fetcherFor({ token, language }: Caller): Fetcher {
  const authorization = `Bearer ${token}`;
  const send = createGraphiQLFetcher({
    url: '/graphql',
    enableIncrementalDelivery: false,
    headers: { authorization, 'accept-language': language },
    wsClient: createClient({
      url: `${location.origin.replace('http', 'ws')}/graphql`,
      connectionParams: { authorization, acceptLanguage: language },
    }),
  });
  return (async (params, options) => {
    const answer = await send(params, options);
    if (Symbol.asyncIterator in answer) return collect(answer as AsyncIterableIterator<object>) as unknown as typeof answer;
    const { data } = answer as { data?: unknown };
    keep(params.operationName ?? operationOf(params.query) ?? '', data, kept);
    return answer;
  }) as Fetcher;
}

/** GraphiQL shows the last result of a subscription; this shows them all, the newest first. */
async function* collect(results: AsyncIterableIterator<object>): AsyncGenerator<{ received: number; results: object[] }> {
  const seen: object[] = [];
  let received = 0;
  for await (const result of results) {
    seen.unshift(result);
    yield { received: ++received, results: seen.slice(0, shownResults) };
  }
}
