import { randomUUID } from 'node:crypto';

type Json = Record<string, unknown>;
interface Answer {
  data?: Json | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}
interface UserError {
  code: string;
  message: string;
}

/** The server answered, but not as the demo expects. */
export class DemoFailure extends Error {}

/** A plain GraphQL client: fetch, and nothing else. */
export interface Client {
  query<T>(query: string, variables?: Json): Promise<T>;
  /** Runs a mutation under an idempotency key of its own and answers its payload; throws when it is refused. */
  mutate(name: string, input: Json, selection: string): Promise<Json>;
  /** Runs a mutation that is to be refused, and answers the codes. */
  refused(name: string, input: Json): Promise<string[]>;
  /** Runs a mutation that takes a file, as a GraphQL multipart request. */
  upload(name: string, input: Json, file: { name: string; type: string; bytes: Uint8Array }, selection: string): Promise<Json>;
}

export function createClient(url: string, token: string): Client {
  const post = async (body: string | FormData): Promise<Json> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    if (typeof body === 'string') headers['content-type'] = 'application/json';
    const response = await fetch(url, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as Answer;
    if (errors?.length) throw new DemoFailure(errors.map((error) => `${error.extensions?.code}: ${error.message}`).join('; '));
    return data ?? {};
  };
  const document = (name: string, selection: string): string => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    return `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message path } } }`;
  };
  const accepted = (payload: Json): Json => {
    const errors = payload.userErrors as UserError[];
    if (errors.length > 0) throw new DemoFailure(errors.map((error) => `${error.code}: ${error.message}`).join('; '));
    return payload;
  };
  return {
    query: async <T>(query: string, variables: Json = {}) => (await post(JSON.stringify({ query, variables }))) as T,
    mutate: async (name, input, selection) =>
      accepted((await post(JSON.stringify({ query: document(name, selection), variables: { input } })))[name] as Json),
    refused: async (name, input) => {
      const payload = (await post(JSON.stringify({ query: document(name, ''), variables: { input } })))[name] as Json;
      return (payload.userErrors as UserError[]).map((error) => error.code);
    },
    upload: async (mutation, input, { name, type, bytes }, selection) => {
      const query = document(mutation, selection);
      const form = new FormData();
      form.append('operations', JSON.stringify({ query, variables: { input: { ...input, file: null } } }));
      form.append('map', JSON.stringify({ 0: ['variables.input.file'] }));
      form.append('0', new Blob([Buffer.from(bytes)], { type }), name);
      return accepted((await post(form))[mutation] as Json);
    },
  };
}
