import { randomBytes } from 'node:crypto';
import { type FindOptionsWhere, IsNull, LessThan } from 'typeorm';
import { type Actor, hasRole, ownSeller } from '../domain/actor.js';
import { problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { type ProgressEventType, Role, SellerStatus } from '../domain/words.js';
import { Seller } from '../entities/seller.js';
import { WebhookDelivery, WebhookEndpoint } from '../entities/webhook.js';
import { newestPosition, positionOf } from '../platform/event-log.js';
import { newId } from '../platform/ids.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { WebhookSender } from '../platform/webhook-sender.js';
import { later } from './delivery-service.js';

/** Whose endpoints an actor sees: those of its seller, or those of the platform, which belong to no seller; null for none. */
export function webhookOwner(actor: Actor): { sellerId: string | null } | null {
  if (hasRole(actor, [Role.PLATFORM_ADMIN, Role.AUDITOR])) return { sellerId: null };
  const sellerId = ownSeller(actor);
  return sellerId ? { sellerId } : null;
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Keeps the endpoints of webhooks (R29). */
export class WebhookService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sender: WebhookSender,
    /** Rung when an endpoint may have something to send. */
    private readonly ring: () => void,
  ) {}

  /** Makes an endpoint that gets what happens from now on. Refuses: INVALID for the address, TOO_MANY, SELLER_NOT_REGISTERED. */
  create(
    command: Command,
    { url, eventTypes }: { url: string; eventTypes?: readonly ProgressEventType[] | null },
  ): Promise<{ webhookEndpointId: string; secret: string }> {
    const address = this.address(url);
    return this.unitOfWork.run(command, async (tx) => {
      const sellerId = await this.owner(tx, command.actor);
      const max = limits.webhookEndpoints;
      const count = await tx.manager.countBy(WebhookEndpoint, ownedBy(sellerId));
      if (count >= max) throw new Refusal(problem('tooMany', { field: 'webhookEndpoints', max, count: count + 1 }));
      const id = newId('WebhookEndpoint');
      tx.changes(id);
      const secret = newSecret();
      await tx.manager.insert(WebhookEndpoint, {
        id,
        sellerId,
        url: address,
        eventTypes: typesOf(eventTypes),
        enabled: true,
        secret,
        previousSecret: null,
        previousSecretUntil: null,
        position: await newestPosition(tx.manager),
        attempts: 0,
        generation: 0,
        nextAttemptAt: null,
        lastDeliveryAt: null,
        lastError: null,
        createdAt: tx.now,
      });
      return { webhookEndpointId: id, secret };
    });
  }

  /** Changes address, types or whether it is on; turned on again it goes on where it stopped. Refuses: NOT_FOUND, INVALID. */
  update(
    command: Command,
    input: { id: string; url?: string | null; eventTypes?: readonly ProgressEventType[] | null; enabled?: boolean | null },
  ): Promise<{ webhookEndpointId: string }> {
    const url = input.url == null ? undefined : this.address(input.url);
    return this.change(command, input.id, (endpoint) => ({
      ...(url && { url }),
      ...(input.eventTypes !== undefined && { eventTypes: typesOf(input.eventTypes) }),
      ...(input.enabled != null && input.enabled !== endpoint.enabled && { enabled: input.enabled, lastError: null }),
    }));
  }

  /** Makes a new secret; the one before goes on signing for a day. Refuses: NOT_FOUND. */
  async rotateSecret(command: Command, { id }: { id: string }): Promise<{ webhookEndpointId: string; secret: string }> {
    const secret = newSecret();
    return {
      ...(await this.change(command, id, (endpoint, { now }) => ({
        secret,
        previousSecret: endpoint.secret,
        previousSecretUntil: later(now, limits.previousSecretMs),
      }))),
      secret,
    };
  }

  /** Delivers again what came after a cursor. Refuses: NOT_FOUND, INVALID for the cursor. */
  replay(command: Command, { id, after }: { id: string; after: string }): Promise<{ webhookEndpointId: string }> {
    const position = positionOf(after);
    if (position === null) throw new Refusal(problem('cursorInvalid', {}, ['after']));
    return this.change(command, id, async (_endpoint, { manager }) => {
      // One that is yet to come would silence the endpoint until then.
      if (position > (await newestPosition(manager))) throw new Refusal(problem('cursorInvalid', {}, ['after']));
      return { position };
    });
  }

  /** Removes an endpoint, with the log of its deliveries. Refuses: NOT_FOUND. */
  delete(command: Command, { id }: { id: string }): Promise<{ deletedId: string }> {
    return this.unitOfWork.run(command, async (tx) => {
      await this.own(tx, command.actor, id);
      tx.changes(id);
      await tx.manager.delete(WebhookDelivery, { webhookEndpointId: id });
      await tx.manager.delete(WebhookEndpoint, { id });
      return { deletedId: id };
    });
  }

  /** Forgets attempts that were kept for long enough. */
  async forgetDeliveries(): Promise<void> {
    await this.unitOfWork.maintain(({ manager, now }) =>
      manager.delete(WebhookDelivery, { attemptedAt: LessThan(later(now, -limits.webhookDeliveryMs)) }),
    );
  }

  /** Writes a change. Whatever was changed is tried at once. */
  private async change(
    command: Command,
    id: string,
    patch: (endpoint: WebhookEndpoint, tx: Transaction) => Partial<WebhookEndpoint> | Promise<Partial<WebhookEndpoint>>,
  ): Promise<{ webhookEndpointId: string }> {
    const changed = await this.unitOfWork.run(command, async (tx) => {
      const endpoint = await this.own(tx, command.actor, id);
      tx.changes(id);
      const fresh = { attempts: 0, nextAttemptAt: tx.now, generation: endpoint.generation + 1 };
      await tx.manager.update(WebhookEndpoint, id, { ...(await patch(endpoint, tx)), ...fresh });
      return { webhookEndpointId: id };
    });
    this.ring();
    return changed;
  }

  private async own(tx: Transaction, actor: Actor, id: string): Promise<WebhookEndpoint> {
    const sellerId = await this.owner(tx, actor);
    const endpoint = await tx.lock(WebhookEndpoint, id);
    if (!endpoint || endpoint.sellerId !== sellerId) throw new Refusal(problem('notFound', { field: 'webhookEndpoint' }, ['id']));
    return endpoint;
  }

  private async owner(tx: Transaction, actor: Actor): Promise<string | null> {
    const sellerId = webhookOwner(actor)?.sellerId ?? null;
    const seller = sellerId && (await tx.lock(Seller, sellerId));
    if (seller && seller.status !== SellerStatus.REGISTERED) throw new Refusal(problem('sellerSuspended'));
    return sellerId;
  }

  private address(value: string): string {
    const url = new URL(value);
    const path = ['url'];
    if (value.length > limits.urlLength)
      throw new Refusal(problem('tooLong', { field: 'url', length: value.length, max: limits.urlLength }, path));
    if (url.username || url.password) throw new Refusal(problem('urlHoldsPassword', {}, path));
    const refused = this.sender.refusalOf(url);
    if (refused) throw new Refusal(problem(refused === 'https' ? 'urlNotHttps' : 'urlPrivate', {}, path));
    url.hash = '';
    return url.href;
  }
}

const ownedBy = (sellerId: string | null): FindOptionsWhere<WebhookEndpoint> => ({ sellerId: sellerId ?? IsNull() });

const typesOf = (types: readonly ProgressEventType[] | null | undefined): ProgressEventType[] | null =>
  types ? [...new Set(types)] : null;
