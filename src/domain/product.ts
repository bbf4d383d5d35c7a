import { problem } from './errors.js';
import { assertReachable, type Guard, type LifecycleTable } from './lifecycle.js';
import { Action, ProgressEventType as Event, Role, SellerStatus, ProductStatus as Status } from './words.js';

/** All that the rules of a released product look at. */
export interface ProductFacts {
  readonly status: Status;
  readonly seller: { readonly status: SellerStatus };
  /** The number of a change that has not ended yet; null when there is none. */
  readonly pending: string | null;
}

const sellerActive: Guard<ProductFacts, unknown> = ({ seller }, _, actor) =>
  seller.status === SellerStatus.REGISTERED || !actor.roles.includes(Role.SELLER) ? [] : [problem('sellerSuspended')];
/** R34: one change at a time. */
const nothingPending: Guard<ProductFacts, unknown> = ({ pending }) => (pending ? [problem('changePending', { number: pending })] : []);

/** The lifecycle of a released product (R34). */
export const product: LifecycleTable<Status, ProductFacts, object, object> = [
  {
    name: 'change',
    doc: 'The seller begins a change, which is reviewed while the old stays live; on approval it takes its place. A change that is submitted after a delisting lists the product again.',
    action: Action.RELEASE,
    from: [Status.LISTED, Status.DELISTED],
    to: Status.LISTED,
    by: [Role.SELLER],
    guards: [sellerActive, nothingPending],
  },
  {
    name: 'delist',
    doc: 'The seller or the operations manager takes the product off the market; its history and its address stay.',
    action: Action.DELIST,
    from: [Status.LISTED],
    to: Status.DELISTED,
    by: [Role.SELLER, Role.OPERATIONS_MANAGER],
    guards: [sellerActive],
    event: Event.PRODUCT_DELISTED,
  },
];

assertReachable(product, Status.LISTED, Object.values(Status));
