import { type GraphQLObjectType, type GraphQLSchema, isListType, isNonNullType } from 'graphql';
import { CertificationRequest } from '../entities/certification-request.js';
import type { Reader } from '../loaders/reader.js';
import { visibleRequest } from '../loaders/requests.js';

/** Fields that a sealed request still tells. */
const open = ['id', 'number', 'version', 'status', 'waitingOn', 'seller', 'company', 'timeline', 'createdAt', 'updatedAt'];

const sealed = Symbol('sealed');

/**
 * The request of an event that the viewer may see. When the request itself is a draft again, the viewer of the platform or the Huawei
 * contact learns that, by number and status, and nothing of what stands in the draft (R4).
 */
export async function visibleOrSealed(reader: Reader, id: string): Promise<CertificationRequest | null> {
  const visible = await visibleRequest(reader, id);
  if (visible) return visible;
  const request = await reader.one(CertificationRequest, id);
  if (!request) return null;
  const { number, version, status, sellerId, createdAt, updatedAt } = request;
  return Object.assign(Object.create(CertificationRequest.prototype), {
    id,
    number,
    version,
    status,
    sellerId,
    createdAt,
    updatedAt,
    [sealed]: true,
  });
}

/** Makes every other field of a sealed request answer nothing: null, or an empty list. */
export function sealRequests(schema: GraphQLSchema): void {
  for (const [name, field] of Object.entries((schema.getType('CertificationRequest') as GraphQLObjectType).getFields())) {
    const { resolve, type } = field;
    if (open.includes(name) || !resolve) continue;
    const nothing = isNonNullType(type) && isListType(type.ofType) ? [] : null;
    field.resolve = (root, args, context, info) => ((root as { [sealed]?: true })[sealed] ? nothing : resolve(root, args, context, info));
  }
}
