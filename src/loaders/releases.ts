import { type Actor, isPlatform, ownSeller, privateReleaseStatuses } from '../domain/actor.js';
import type { Soon } from '../domain/soon.js';
import type { Instant, ProductStatus } from '../domain/words.js';
import { CertificationStatus, type ReleaseKind, ReleaseStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Product } from '../entities/product.js';
import { ProductRelease } from '../entities/product-release.js';
import { Seller } from '../entities/seller.js';
import { type SqlValue, storedValue } from '../platform/database.js';
import { type Columns, type Condition, marks, ofSeller } from './conditions.js';
import type { Reader } from './reader.js';
import { among, narrowed, searched } from './requests.js';
import { visibleRow } from './visibility.js';

/** What a list of releases is narrowed to; null and absent do not narrow. */
export interface ReleaseFilter {
  readonly status?: readonly ReleaseStatus[] | null;
  readonly kind?: ReleaseKind | null;
  readonly sellerId?: string | null;
  readonly search?: string | null;
  readonly overdue?: boolean | null;
}

/** How a list of releases can be ordered. */
export enum ReleaseOrder {
  CREATED_ASC = 'CREATED_ASC',
  CREATED_DESC = 'CREATED_DESC',
  UPDATED_DESC = 'UPDATED_DESC',
  SUBMITTED_ASC = 'SUBMITTED_ASC',
  SUBMITTED_DESC = 'SUBMITTED_DESC',
  DUE_ASC = 'DUE_ASC',
}

const publicStatuses = Object.values(ReleaseStatus).filter((status) => !privateReleaseStatuses.includes(status));
const nothing: Condition = { sql: '1 = 0', values: [] };

/** Which releases an actor sees, as a condition on product_release (R2, R4). */
export function visibleReleases(actor: Actor): Condition {
  const own = ownSeller(actor);
  const shown = { sql: `status IN (${marks(publicStatuses)})`, values: publicStatuses, byEvents: true };
  if (!own) return isPlatform(actor) ? shown : nothing;
  return isPlatform(actor) ? { sql: `(seller_id = ? OR ${shown.sql})`, values: [own, ...shown.values] } : ofSeller(own);
}

/** Which products an actor sees, as a condition on product. */
export function visibleProducts(actor: Actor): Condition {
  if (isPlatform(actor)) return { sql: '1 = 1', values: [], byEvents: true };
  const own = ownSeller(actor);
  return own ? ofSeller(own) : nothing;
}

/** The release with an id, when the viewer may see it; else null, as if it did not exist (R2). */
export const visibleRelease = (reader: Reader, id: string, columns: Columns = null): Soon<ProductRelease | null> =>
  visibleRow(reader, ProductRelease, id, columns, visibleReleases(reader.actor));

/** The product with an id, when the viewer may see it; else null. */
export const visibleProduct = (reader: Reader, id: string, columns: Columns = null): Soon<Product | null> =>
  visibleRow(reader, Product, id, columns, visibleProducts(reader.actor));

/** Which releases a list shows. Throws a Failure BAD_USER_INPUT for a search term that is too long. */
export function releasesWhere({ actor }: Reader, filter: ReleaseFilter, now: Instant): Condition {
  const parts: Condition[] = [visibleReleases(actor)];
  const add = (sql: string, ...values: SqlValue[]) => parts.push({ sql, values });
  const addState = (sql: string, ...values: SqlValue[]) => parts.push({ sql, values, byEvents: true });
  if (filter.status) addState(among('status', filter.status), ...filter.status);
  else addState('status <> ?', ReleaseStatus.DISCARDED);
  if (filter.kind) addState('kind = ?', filter.kind);
  if (filter.sellerId != null) addState('seller_id = ?', filter.sellerId);
  if (filter.overdue != null) add(filter.overdue ? 'due_at < ?' : '(due_at IS NULL OR due_at >= ?)', storedValue(now));
  if (filter.search?.trim()) {
    parts.push(searched(actor, ['number', 'name'], filter.search));
  }
  return narrowed(actor, filter, parts);
}

/** Which products a list shows. */
export function productsWhere({ actor }: Reader, status: ProductStatus | null): Condition {
  const visible = visibleProducts(actor);
  return status ? narrowed(actor, { status: [status] }, [visible, { sql: 'status = ?', values: [status], byEvents: true }]) : visible;
}

/** What the viewer's company can select: certified requests of the same legal entity, whichever of its accounts asked (R30). */
export async function certifiedWhere(reader: Reader): Promise<Condition> {
  const own = ownSeller(reader.actor);
  const seller = own ? await reader.one(Seller, own, ['registrationNumber']) : null;
  if (!seller) return nothing;
  return {
    sql: `${reader.column(CertificationRequest, 'registrationNumber')} = ? AND status = ?`,
    values: [seller.registrationNumber, CertificationStatus.CERTIFIED],
  };
}
