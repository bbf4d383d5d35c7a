// A plugin of graphql-codegen: the manifest of persisted operations, each text that the SDK sends under its sha256.
import { createHash } from 'node:crypto';
import { concatAST, Kind } from 'graphql';
import { textOf } from './operation-text.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

export function plugin(_schema, documents) {
  const { definitions } = concatAST(documents.map(({ document }) => document));
  const fragments = new Map(definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]));
  const texts = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).map((operation) => textOf(operation, fragments));
  return JSON.stringify(Object.fromEntries(texts.map((text) => [sha256(text), text])), null, 2);
}
