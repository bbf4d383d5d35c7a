import { readFileSync } from 'node:fs';
import { Failure } from '../../domain/errors.js';
import { sha256Of } from '../../platform/hash.js';
import { shipped } from '../../platform/shipped.js';

/** Whether documents may be named by their hash: `required` runs those of the manifests and no other. */
export type PersistedMode = 'off' | 'allowed' | 'required';

/** An operation as it was sent: as text, by its id (GraphQL over HTTP, appendix A), or by its hash in the way of Apollo's clients. */
export interface SentOperation {
  readonly query?: string | null | undefined;
  /** `sha256:` and the hash of the document, in hexadecimal. */
  readonly documentId?: unknown;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The manifest of the SDK's operations, which ships, and that of the operator. */
export const manifestsOf = (own: string | null): string[] => [shipped('schema/persisted-operations.json'), ...(own ? [own] : [])];

/** Documents that were agreed on before, by the sha256 of their text. */
export class PersistedOperations {
  private readonly documents = new Map<string, string>();

  /** Reads manifests; throws when one cannot be read, or a document has another hash than it says. */
  constructor(
    private readonly mode: PersistedMode,
    manifests: readonly string[],
  ) {
    if (mode === 'off') return;
    for (const path of manifests) for (const [hash, document] of readManifest(path)) this.documents.set(hash, document);
  }

  /** The document that is meant. Throws a Failure: BAD_REQUEST, PERSISTED_QUERY_NOT_FOUND, _ID_REQUIRED, _NOT_SUPPORTED. */
  documentOf({ query, documentId, extensions }: SentOperation): string {
    const hash = hashOf(documentId, extensions?.persistedQuery);
    if (hash !== null && this.mode === 'off') throw new Failure('PERSISTED_QUERY_NOT_SUPPORTED', notSupported);
    if (hash !== null && query && hash !== sha256Of(query)) throw new Failure('BAD_REQUEST', otherHash);
    if (query) {
      if (this.mode === 'required' && !this.documents.has(sha256Of(query))) throw new Failure('PERSISTED_QUERY_ID_REQUIRED', idRequired);
      return query;
    }
    if (hash === null) throw new Failure('BAD_REQUEST', noDocument);
    const document = this.documents.get(hash);
    if (document === undefined) throw new Failure('PERSISTED_QUERY_NOT_FOUND', notFound);
    return document;
  }
}

/** The hash that stands in place of a document, or beside it; null where there is none. */
function hashOf(documentId: unknown, persisted: unknown): string | null {
  if (documentId != null) {
    const [, hash] = /^(?:sha256:)?([0-9a-f]{64})$/.exec(String(documentId)) ?? [];
    if (!hash) throw new Failure('BAD_REQUEST', badId);
    return hash;
  }
  if (persisted == null) return null;
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1 || typeof sha256Hash !== 'string') throw new Failure('BAD_REQUEST', badId);
  return sha256Hash;
}

/** A manifest: `{ "<sha256>": "<document>" }`, as graphql-codegen and Relay write it, or Apollo's with its list of operations. */
function readManifest(path: string): [string, string][] {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string> | { operations: { id: string; body: string }[] };
  const entries = Array.isArray(manifest.operations)
    ? manifest.operations.map(({ id, body }): [string, string] => [id, body])
    : Object.entries(manifest as Record<string, string>);
  for (const [hash, document] of entries) {
    if (typeof document !== 'string' || sha256Of(document) !== hash) throw new Error(`${path}: ${hash} is not the sha256 of its document`);
  }
  return entries;
}

const notSupported = {
  en: 'Documents are not kept by their hash here; send the whole document as `query`.',
  zh: '此处不按哈希保存文档；请以 query 发送完整文档。',
};
const notFound = {
  en: 'No document is kept under this hash; send the whole document as `query`.',
  zh: '没有保存此哈希的文档；请以 query 发送完整文档。',
};
const otherHash = { en: 'The hash is not the sha256 of `query`; send one of them.', zh: '该哈希不是 query 的 sha256；请只发送其中之一。' };
const idRequired = {
  en: 'Only documents that were agreed on before run here; send the `documentId` of one.',
  zh: '此处仅运行预先登记的文档；请发送其 documentId。',
};
const noDocument = { en: 'Send the document as `query`, or its `documentId`.', zh: '请以 query 发送文档，或发送其 documentId。' };
const badId = {
  en: 'A document is named by its sha256 in hexadecimal: as documentId "sha256:…", or as extensions.persistedQuery { version: 1, sha256Hash }.',
  zh: '请以十六进制 sha256 指明文档：documentId 为 "sha256:…"，或 extensions.persistedQuery { version: 1, sha256Hash }。',
};
