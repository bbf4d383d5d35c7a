import type { EntityClass } from '../platform/database.js';
import type { Reader } from './reader.js';
import { visibleReleases } from './releases.js';
import { visibleRequests } from './visibility.js';

/** The columns by which a part names the request or the release that it belongs to. */
export interface PartOf {
  readonly request: string;
  readonly release?: string;
}

/**
 * A part of a request or release, when the viewer may see that; else null, as if it did not exist (R2). In one statement: a second one
 * for parts that are there would tell by its time that they are.
 */
export async function visiblePart<T extends object>(reader: Reader, entity: EntityClass<T>, id: string, { request, release }: PartOf) {
  const requests = visibleRequests(reader.actor);
  const releases = visibleReleases(reader.actor);
  const ofRequest = `${request} IN (SELECT id FROM certification_request WHERE ${requests.sql})`;
  const ofRelease = release && `${release} IN (SELECT id FROM product_release WHERE ${releases.sql})`;
  const [part] = await reader.select(entity, null, {
    sql: `id = ? AND ${ofRelease ? `(${ofRequest} OR ${ofRelease})` : ofRequest}`,
    values: [id, ...requests.values, ...(ofRelease ? releases.values : [])],
  });
  return part ?? null;
}
