import { type Actor, actingOn, isPlatform, isSellerOf, recordOf } from '../domain/actor.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { decide } from '../domain/lifecycle.js';
import { limits } from '../domain/limits.js';
import { product as lifecycle, type ProductFacts } from '../domain/product.js';
import { isPendingChange } from '../domain/release-checks.js';
import { requiredText } from '../domain/text.js';
import { Action, ProductStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Product } from '../entities/product.js';
import { type Rows, releasesOfRequest } from '../entities/relations.js';
import { Seller } from '../entities/seller.js';
import type { Command } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { refuseIf } from './typed-input.js';

/** Whether an actor may see a product (R2, R4). */
export const seesProduct = (actor: Actor, { sellerId }: { sellerId: string }): boolean => isSellerOf(actor, sellerId) || isPlatform(actor);

/** Keeps released products. */
export class ProductService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Takes a product off the market; its history and its address stay (R34). */
  delist(command: Command, { id, reason }: { id: string; reason: string }): Promise<{ productId: string }> {
    return this.unitOfWork.run(command, async (tx) => {
      const { actor } = command;
      const notFound = new Refusal(problem('notFound', { field: 'product' }, ['id']));
      const found = await tx.one(Product, id);
      if (!found || !seesProduct(actor, found)) throw notFound;
      // As the steps of its releases do, so that an approval at the same time comes before or after.
      await tx.lock(CertificationRequest, found.certificationRequestId);
      const product = await tx.lock(Product, id);
      if (!product) throw notFound;
      const acting = actingOn(actor, product);
      const outcome = decide(lifecycle, Action.DELIST, await productFacts(tx, product), {}, acting);
      if (!('transition' in outcome)) throw new Refusal(...outcome);
      const problems: Problem[] = [];
      const text = requiredText(reason, { field: 'reason', max: limits.reasonLength, multiline: true }, ['reason'], problems);
      refuseIf(problems);
      const { affected } = await tx.manager.update(
        Product,
        { id, status: ProductStatus.LISTED },
        { status: ProductStatus.DELISTED, delistedAt: tx.now },
      );
      if (affected !== 1) throw new Refusal(problem('raceLost'));
      tx.emit({
        type: outcome.event!,
        subjectId: product.currentReleaseId,
        sellerId: product.sellerId,
        phase: null,
        actor: recordOf(acting, outcome.transition.by),
        reason: text,
      });
      return { productId: id };
    });
  }
}

/** Gathers what the rules of a product look at. */
export async function productFacts(rows: Rows, { status, sellerId, certificationRequestId }: Product): Promise<ProductFacts> {
  const seller = await rows.one(Seller, sellerId);
  if (!seller) throw new Error(`Seller ${sellerId} is missing`);
  const pending = (await rows.list(releasesOfRequest, certificationRequestId)).find(isPendingChange);
  return { status, seller, pending: pending?.number ?? null };
}

/** The address of a product's page: its name in Latin letters where it has some, and the end of its id, which no other has. */
export function productUrl(template: string, name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return template.replaceAll('{slug}', [words, id.slice(-12)].filter(Boolean).join('-'));
}
