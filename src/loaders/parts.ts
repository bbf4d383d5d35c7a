import type { EntityClass } from '../platform/database.js';
import type { Condition } from './conditions.js';
import type { Reader } from './reader.js';
import { visibleReleases } from './releases.js';
import { visibleRequests } from './visibility.js';

/** The columns by which a part names the request or the release that it belongs to. */
export interface PartOf {
  readonly request: string;
  readonly release?: string;
}

/**
 * A part of a request or release, when the viewer may see that; else null, as if it did not exist (R2). Both are looked at in any case: to
 * look further only for parts that are there would tell by its time that they are. So would one condition with OR: MySQL plans its
 * subqueries only once the part is found.
 */
export async function visiblePart<T extends object>(reader: Reader, entity: EntityClass<T>, id: string, { request, release }: PartOf) {
  const within = (column: string, table: string, visible: Condition) =>
    reader.selectByKeys(
      entity,
      null,
      { sql: `id = ? AND ${column} IN (SELECT id FROM ${table} WHERE ${visible.sql})`, values: [id, ...visible.values] },
      (rows) => rows,
    );
  const found = await Promise.all([
    within(request, 'certification_request', visibleRequests(reader.actor)),
    release ? within(release, 'product_release', visibleReleases(reader.actor)) : [],
  ]);
  return found.flat()[0] ?? null;
}
