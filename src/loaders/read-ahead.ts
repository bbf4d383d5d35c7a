import type { GraphQLResolveInfo } from 'graphql';
import { type AskedRead, askedReads } from './asked-columns.js';
import type { Page } from './page.js';
import { type Reader, relationKey, rowKey } from './reader.js';

/** Reads at once what the asked fields of a page's rows will read, so that their resolvers find it at hand (docs/adr/0034). */
export async function readAhead<T extends object>(reader: Reader, page: Page<T>, info: GraphQLResolveInfo): Promise<Page<T>> {
  const rows = page.rows as readonly Record<string, string>[];
  const asked = [...askedReads(info, 'nodes'), ...askedReads(info, 'edges', 'node')];
  // Several fields may show parts of one relation: it is read once.
  const distinct = new Map(asked.map((each) => [keyOf(each), each]));
  await Promise.all([...distinct.values()].map((each) => readFor(reader, rows, each)));
  return page;
}

const keyOf = ({ reads, columns }: AskedRead): string =>
  'relation' in reads ? relationKey(reads.relation, columns) : `${rowKey(reads.entity, columns)} ${reads.by}`;

const readFor = (reader: Reader, rows: readonly Record<string, string>[], { reads, columns }: AskedRead): Promise<void> =>
  'relation' in reads
    ? reader.listAhead(
        reads.relation,
        rows.map(({ id }) => id!),
        columns,
      )
    : reader.oneAhead(
        reads.entity,
        rows.map((row) => row[reads.by]!),
        columns,
      );
