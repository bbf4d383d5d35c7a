import type { GraphQLResolveInfo } from 'graphql';
import type { Soon } from '../domain/soon.js';
import type { EntityClass } from '../platform/database.js';
import { askedColumns, askedOfNodes, askedReads, asksFor } from './asked-columns.js';
import type { Ahead } from './at-hand.js';
import type { Condition } from './conditions.js';
import { type Order, type Page, type PageArguments, readPage } from './page.js';
import type { Joined, Reader } from './reader.js';
import { seen, visibleRows } from './visibility.js';

/**
 * Reads a page of what the present field lists, with what the asked fields of its rows will read, so that their resolvers find it at hand
 * (docs/adr/0034): single rows, and what the count goes by, in one statement with the page, relations in one each. Throws as {@link readPage} does.
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
  // A field that both nodes and edges show is joined as the nodes do; what else the edges show of it is read when it is asked for.
  const joined = asked.flatMap(({ reads, columns }, n): Joined[] => {
    if (asked.findIndex((each) => each.reads === reads) < n) return [];
    if ('entity' in reads) return [reader.joinedRow(reads.entity, reads.by, columns)];
    return 'single' in reads ? [reader.joinedSingle(reads.single, columns)] : [];
  });
  const page = await readPage(reader, entity, args, order, where, askedOfNodes(info), { joined, counted: asksFor(info, 'totalCount') });
  const ids = page.rows.map(({ id }) => id);
  const lists = asked.flatMap(({ reads, columns }) =>
    'relation' in reads ? [{ reading: reader.lists(reads.relation, columns), ids }] : [],
  );
  if (ids.length > 0 && lists.length > 0) await reader.ahead(lists);
  return page;
}

/**
 * Reads the row with an id, when the viewer may see it, and what its asked fields will read, in one statement, so that their resolvers find it
 * at hand (docs/adr/0038).
 */
export function readRowAhead<T extends { id: string }>(
  reader: Reader,
  entity: EntityClass<T>,
  id: string,
  visible: Condition,
  info: GraphQLResolveInfo,
): Soon<T | null> {
  const row = visibleRows(reader, entity, askedColumns(info), visible);
  const ids = [id];
  const asked: Ahead[] = [{ reading: row, ids }];
  try {
    const keys = seen(reader, entity, visible, row);
    for (const { reads, columns, args } of askedReads(info)) {
      if ('relation' in reads) asked.push({ reading: reader.lists(reads.relation, columns), ids, keys });
      else if ('single' in reads) asked.push({ reading: reader.lists(reads.single.relation, null), ids, keys });
      else if ('page' in reads) asked.push({ reading: reads.page(reader, args(info), columns), ids, keys });
      else asked.push({ reading: reader.rows(reads.entity, columns), ids, keys: seen(reader, entity, visible, row, reads.by) });
    }
  } catch {
    // Arguments that their field refuses.
  }
  const read = () => reader.read(row, id);
  return asked.length > 1 ? reader.ahead(asked).then(read) : read();
}
