import { type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema, isListType, isNonNullType } from 'graphql';
import { CertificationRequest } from '../entities/certification-request.js';
import { typeOfId } from '../entities/node.js';
import { ProductRelease } from '../entities/product-release.js';
import type { Reader } from '../loaders/reader.js';
import { visibleRelease } from '../loaders/releases.js';
import { visibleRequest } from '../loaders/requests.js';

/** What a sealed object still tells: its columns, and of its computed fields those that are named. */
interface Seal {
  readonly columns: readonly string[];
  readonly fields: readonly string[];
}

/**
 * A request or release of an event that the viewer may see, when it is a draft again: the viewer of the platform or the Huawei contact
 * learns that, by number and status, and nothing of what stands in the draft (R4).
 */
const withdrawn: Seal = {
  columns: ['id', 'number', 'version', 'kind', 'status', 'sellerId', 'certificationRequestId', 'createdAt', 'updatedAt'],
  fields: ['waitingOn', 'seller', 'company', 'certificationRequest', 'timeline'],
};

/** A certified request of another seller account of the viewer's legal entity: what it needs to release the product (R30). */
const ofSameEntity: Seal = {
  columns: [
    ...['id', 'number', 'version', 'status', 'phase', 'sellerId', 'company', 'registrationNumber', 'createdAt', 'updatedAt', 'submittedAt'],
    ...['decidedAt', 'productName', 'productVersion', 'deliveryMethod', 'category', 'introduction'],
  ],
  fields: ['waitingOn', 'seller', 'company', 'product', 'actions', 'releases'],
};

const sealed = Symbol('sealed');

function seal<T extends object>(row: T, { columns, fields }: Seal): T {
  const kept = columns.filter((column) => column in row).map((column) => [column, row[column as keyof T]]);
  return { ...Object.fromEntries(kept), [sealed]: fields } as T;
}

/** A certified request as somebody of the same legal entity sees it who is not of the seller that asked. */
export const sealForEntity = (request: CertificationRequest): CertificationRequest => seal(request, ofSameEntity);

/** What an event is about, sealed when the viewer may see the event and no more. */
export async function visibleOrSealed(reader: Reader, id: string): Promise<CertificationRequest | ProductRelease | null> {
  const release = typeOfId(id) === 'ProductRelease';
  const visible = await (release ? visibleRelease(reader, id) : visibleRequest(reader, id));
  if (visible) return visible;
  const row = await (release ? reader.one(ProductRelease, id) : reader.one(CertificationRequest, id));
  return row && seal<CertificationRequest | ProductRelease>(row, withdrawn);
}

/** Makes the other fields of a sealed object answer nothing: null, an empty list, or an empty page. */
export function sealFields(schema: GraphQLSchema): void {
  for (const type of ['CertificationRequest', 'ProductRelease']) {
    for (const [name, field] of Object.entries((schema.getType(type) as GraphQLObjectType).getFields())) {
      const { resolve } = field;
      if (!resolve) continue;
      field.resolve = (root, args, context, info) => {
        const open = (root as { [sealed]?: readonly string[] })[sealed];
        return !open || open.includes(name) ? resolve(root, args, context, info) : nothingOf(field.type);
      };
    }
  }
}

function nothingOf(type: GraphQLOutputType): unknown {
  if (!isNonNullType(type)) return null;
  if (isListType(type.ofType)) return [];
  return {
    edges: [],
    nodes: [],
    totalCount: 0,
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  };
}
