import { readFileSync } from 'node:fs';
import { makeToken, type TokenWish } from '../../src/cli/token.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at by assertions, field by field
export type Json = any;

/** Where a server is, and the folder of its development key. */
export interface Place {
  readonly url: string;
  readonly dataDir: string;
}
export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}
export interface SendOptions {
  readonly language?: string;
  readonly idempotencyKey?: string;
  readonly headers?: Record<string, string>;
}
/** A file of an upload. */
export interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

declare const engine: 'sqlite' | 'mariadb' | 'mysql';
/** The engine that this run of the tests is for. */
export const testEngine = (): 'sqlite' | 'mariadb' | 'mysql' => engine;

/** The server that all test files of an engine share. */
export const sharedServer = (): Place => (JSON.parse(process.env.SHARED_SERVERS!) as Record<string, Place>)[engine]!;

/** A token of the server's development issuer. */
export const tokenFor = (place: Place, wish: TokenWish): Promise<string> =>
  makeToken(
    {
      dataDir: place.dataDir,
      oidc: { audience: 'joint-ops' },
    },
    wish,
  );

/** Somebody with a token, or without one, who talks to the API over HTTP. */
export class Person {
  constructor(
    readonly place: Place,
    readonly token: string | null,
  ) {}

  static async as(place: Place, as: string | readonly string[], wish: Omit<TokenWish, 'as'> = {}): Promise<Person> {
    return new Person(place, await tokenFor(place, { ...wish, as: typeof as === 'string' ? [as] : as }));
  }

  static anonymous(place: Place): Person {
    return new Person(place, null);
  }

  /** Sends a document and answers what came back, whatever it is. */
  async send(query: string, variables: Json = {}, options: SendOptions = {}): Promise<Sent> {
    return this.post(JSON.stringify({ query, variables }), { 'content-type': 'application/json' }, options);
  }

  /** Sends a query that is to succeed, and answers its data. */
  async query(query: string, variables: Json = {}, options: SendOptions = {}): Promise<Json> {
    const { body, status } = await this.send(query, variables, options);
    if (body.errors) throw new Error(`${status} ${JSON.stringify(body.errors)}`);
    return body.data;
  }

  /** Runs a mutation and answers its payload with `userErrors { code message path }`; GraphQL errors are thrown. */
  async mutate(name: string, input: Json, selection = '', options: SendOptions = {}): Promise<Json> {
    return (await this.query(mutationDocument(name, selection), { input }, options))[name];
  }

  /** Runs a mutation that is to succeed. */
  async do(name: string, input: Json, selection = '', options: SendOptions = {}): Promise<Json> {
    const payload = await this.mutate(name, input, selection, options);
    if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }

  /** The codes with which a mutation is refused; none when it succeeds. */
  async codes(name: string, input: Json, options: SendOptions = {}): Promise<string[]> {
    return (await this.mutate(name, input, '', options)).userErrors.map((error: { code: string }) => error.code);
  }

  /** Runs a mutation with files, as a GraphQL multipart request; `files` by their path in the input, such as `file`. */
  async upload(name: string, input: Json, files: Record<string, TestFile>, selection = '', options: SendOptions = {}): Promise<Json> {
    const { body, status } = await this.sendForm(name, input, files, selection, options);
    if (body.errors) throw new Error(`${status} ${JSON.stringify(body.errors)}`);
    return body.data[name];
  }

  async sendForm(name: string, input: Json, files: Record<string, TestFile>, selection = '', options: SendOptions = {}): Promise<Sent> {
    const paths = Object.keys(files);
    const nulls = Object.fromEntries(paths.map((path) => [path, null]));
    const form = new FormData();
    form.append('operations', JSON.stringify({ query: mutationDocument(name, selection), variables: { input: { ...input, ...nulls } } }));
    form.append('map', JSON.stringify(Object.fromEntries(paths.map((path, index) => [index, [`variables.input.${path}`]]))));
    paths.forEach((path, index) => {
      const { name: fileName, bytes, type = 'application/octet-stream' } = files[path]!;
      form.append(String(index), new Blob([Buffer.from(bytes)], { type }), fileName);
    });
    return this.post(form, {}, options);
  }

  private async post(body: string | FormData, headers: Record<string, string>, options: SendOptions): Promise<Sent> {
    const response = await fetch(`${this.place.url}/graphql`, {
      method: 'POST',
      body,
      headers: {
        ...headers,
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(options.language && { 'accept-language': options.language }),
        ...(options.idempotencyKey && { 'idempotency-key': options.idempotencyKey }),
        ...options.headers,
      },
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
}

/** The document of a mutation that takes one input. */
export function mutationDocument(name: string, selection: string): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  return `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message path } } }`;
}

/** A file that ships in templates/files. */
export const shippedFile = (name: string): Uint8Array => readFileSync(new URL(`../../templates/files/${name}`, import.meta.url));
