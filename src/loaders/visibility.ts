import { type Actor, isPlatform, privateStatuses } from '../domain/actor.js';
import { CertificationStatus, ContactKind, Role } from '../domain/words.js';
import { type Condition, marks } from './reader.js';

const publicStatuses = Object.values(CertificationStatus).filter((status) => !privateStatuses.includes(status));

/** Which requests an actor sees, as a condition on certification_request (R2, R4, R5). */
export function visibleRequests(actor: Actor): Condition {
  const shown = `status IN (${marks(publicStatuses)})`;
  if (isPlatform(actor) && !actor.sellerId) return { sql: shown, values: publicStatuses };
  const either: Condition[] = [];
  if (actor.sellerId && actor.roles.includes(Role.SELLER)) either.push({ sql: 'seller_id = ?', values: [actor.sellerId] });
  if (isPlatform(actor)) either.push({ sql: shown, values: publicStatuses });
  if (actor.email && !isPlatform(actor)) either.push(namedAsHuaweiContact(actor.email));
  if (either.length === 0) return { sql: '1 = 0', values: [] };
  return { sql: `(${either.map((c) => c.sql).join(' OR ')})`, values: either.flatMap((c) => c.values) };
}

/** R5: submitted requests that name the address as their Huawei contact. */
function namedAsHuaweiContact(email: string): Condition {
  return {
    sql: `(status IN (${marks(publicStatuses)}) AND id IN (SELECT certification_request_id FROM contact WHERE kind = ? AND email_key = ?))`,
    values: [...publicStatuses, ContactKind.HUAWEI, email],
  };
}
