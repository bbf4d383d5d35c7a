import { type Actor, isPlatform, ownSeller, privateStatuses } from '../domain/actor.js';
import type { Soon } from '../domain/soon.js';
import { CertificationStatus, ContactKind } from '../domain/words.js';
import { type EntityClass, valuesOf } from '../platform/database.js';
import { memo } from '../platform/memo.js';
import type { KeysOf, Reading } from './at-hand.js';
import { all, type Columns, type Condition, marks, ofSeller, withColumn } from './conditions.js';
import { byId, type Reader } from './reader.js';

const publicStatuses = Object.values(CertificationStatus).filter((status) => !privateStatuses.includes(status));

/** Which requests an actor sees, as a condition on certification_request (R2, R4, R5). */
export function visibleRequests(actor: Actor): Condition {
  const shown = `status IN (${marks(publicStatuses)})`;
  if (isPlatform(actor) && !actor.sellerId) return { sql: shown, values: publicStatuses, byEvents: true };
  const either: Condition[] = [];
  const own = ownSeller(actor);
  if (own) either.push(ofSeller(own));
  if (isPlatform(actor)) either.push({ sql: shown, values: publicStatuses });
  if (actor.email && !isPlatform(actor)) either.push(namedAsHuaweiContact(actor.email));
  if (either.length === 0) return { sql: '1 = 0', values: [] };
  return { sql: `(${either.map((c) => c.sql).join(' OR ')})`, values: valuesOf(either) };
}

/**
 * Like {@link visibleRequests}, for lists. A seller with an e-mail address sees requests by either of two tables: until a page of those is
 * full, databases walk all requests there are in its order. Nearly always the address is no contact's, and then its own are all.
 */
export async function listedRequests({ actor, database }: Reader): Promise<Condition> {
  const sellerId = ownSeller(actor);
  if (!sellerId || isPlatform(actor)) return visibleRequests(actor);
  const own = ofSeller(sellerId);
  if (!actor.email) return own;
  const named = idsNaming(actor.email);
  if ((await database.rows(`${named.sql} LIMIT 1`, named.values)).length === 0) return own;
  const both = `SELECT id FROM certification_request WHERE ${own.sql} UNION ${named.sql}`;
  return all([visibleRequests(actor), { sql: `id IN (SELECT id FROM (${both}) mine)`, values: [...own.values, ...named.values] }]);
}

/** R5: submitted requests that name the address as their Huawei contact. */
function namedAsHuaweiContact(email: string): Condition {
  const named = idsNaming(email);
  return { sql: `(status IN (${marks(publicStatuses)}) AND id IN (${named.sql}))`, values: [...publicStatuses, ...named.values] };
}

/** What selects the ids of requests, drafts too, that name an address as their Huawei contact. */
const idsNaming = (email: string): { sql: string; values: string[] } => ({
  sql: 'SELECT certification_request_id FROM contact WHERE kind = ? AND email_key = ?',
  values: [ContactKind.HUAWEI, email],
});

const keys = new WeakMap<readonly string[], Map<EntityClass<unknown>, string>>();

/** Made once: a text that is put together anew has to be hashed anew. */
function keyOf(entity: EntityClass<unknown>, columns: Columns): string {
  const make = (): string => `visible ${entity.name} ${columns}`;
  const known = columns && memo(keys, columns, () => new Map<EntityClass<unknown>, string>());
  return known ? memo(known, entity, make) : make();
}

/** What {@link visibleRow} answers. */
export function visibleRows<T extends { id: string }>(
  reader: Reader,
  entity: EntityClass<T>,
  columns: Columns,
  visible: Condition,
): Reading<T | null> {
  return {
    key: keyOf(entity, columns),
    find: ({ ids, sql, values }) => {
      const where = { sql: `id IN (${sql}) AND ${visible.sql}`, values: [...values, ...visible.values], keys: ids.length };
      return { select: reader.byKeys(entity, withColumn(columns, 'id'), where), arrange: (rows) => byId(rows as T[], ids) };
    },
  };
}

/** The row with an id, when it fulfils what the viewer may see; else null, as if it did not exist (R2). */
export const visibleRow = <T extends { id: string }>(
  reader: Reader,
  entity: EntityClass<T>,
  id: string,
  columns: Columns,
  visible: Condition,
): Soon<T | null> => reader.read(visibleRows(reader, entity, columns, visible), id);

/**
 * Of the rows with some ids, which `rows` reads, those that the viewer may see, or what a property of theirs names. Nothing is read of others:
 * by the time, one could be told from none (R2).
 */
export const seen = (reader: Reader, entity: EntityClass<{ id: string }>, visible: Condition, rows: Reading, property = 'id'): KeysOf => ({
  name: `${property} ${rows.key}`,
  of: (ids) => ({
    ids: property === 'id' ? ids : [],
    sql: `SELECT ${reader.column(entity, property)} FROM ${reader.table(entity)} WHERE id IN (${marks(ids)}) AND ${visible.sql}`,
    values: [...ids, ...visible.values],
  }),
  rows,
});
