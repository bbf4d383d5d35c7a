import type { GraphQLResolveInfo } from 'graphql';
import type { EntityClass } from '../platform/database.js';
import { askedOfNodes, askedReads, asksFor } from './asked-columns.js';
import { type Order, type Page, type PageArguments, readPage } from './page.js';
import { type Condition, type Parent, type Reader, relationKey } from './reader.js';

/**
 * Reads a page of what the present field lists, with what the asked fields of its rows will read, so that their resolvers find it at hand
 * (docs/adr/0034): the row that each names, and what the count goes by, in one statement with the page, relations in one each. Throws as {@link readPage} does.
 */
export async function readPageAhead<T extends { id: string }>(
  reader: Reader,
  entity: EntityClass<T>,
  args: PageArguments,
  order: Order,
  where: Condition,
  info: GraphQLResolveInfo,
): Promise<Page<T>> {
  const asked = [...askedReads(info, 'nodes'), ...askedReads(info, 'edges', 'node')];
  const [parent] = asked.flatMap(({ reads, columns }): Parent[] => ('entity' in reads ? [{ ...reads, columns }] : []));
  const page = await readPage(reader, entity, args, order, where, askedOfNodes(info), { parent, counted: asksFor(info, 'totalCount') });
  const ids = page.rows.map(({ id }) => id);
  // Several fields may show parts of one relation: it is read once.
  const relations = asked.flatMap(({ reads, columns }) => ('relation' in reads ? [{ relation: reads.relation, columns }] : []));
  const distinct = new Map(relations.map((each) => [relationKey(each.relation, each.columns), each]));
  await Promise.all([...distinct.values()].map((each) => reader.listAhead(each.relation, ids, each.columns)));
  return page;
}
