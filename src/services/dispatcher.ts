import { MoreThan } from 'typeorm';
import { addressesOf, textOf } from '../domain/notifications.js';
import { Channel, ContactKind, DeliveryStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import type { Contact } from '../entities/contact.js';
import { Counter } from '../entities/internal.js';
import { typeOfId } from '../entities/node.js';
import { Notification } from '../entities/notification.js';
import { ProductRelease } from '../entities/product-release.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { contactsOfRequest } from '../entities/relations.js';
import { newId } from '../platform/ids.js';
import type { Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** The counter whose value is the position up to which events have become deliveries. */
const dispatched = 'dispatched';
/** Looked for before the counter is locked: mostly there is nothing. */
const isNew = `position > COALESCE((SELECT value FROM counter WHERE name = '${dispatched}'), 0)`;
/** Events of one transaction. */
const batch = 50;

/** Whoever else has to know of events, in the same transaction. */
export type Dispatch = (tx: Transaction, events: readonly ProgressEvent[]) => Promise<void>;

/**
 * Turns events into deliveries: one row for each event, channel and recipient, each once. Any process may do it at any time; the row of
 * the counter, locked while one does, makes the others wait, and tells them where to go on.
 */
export class Dispatcher {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly others: readonly Dispatch[] = [],
  ) {}

  /** Dispatches what is new; answers whether there was anything. */
  async run(): Promise<boolean> {
    let any = false;
    while (await this.unitOfWork.committed.some(ProgressEvent, isNew)) {
      await this.unitOfWork.maintain((tx) => this.step(tx));
      any = true;
    }
    return any;
  }

  private async step(tx: Transaction): Promise<void> {
    const { manager } = tx;
    const counter = await tx.lockBy(Counter, 'name', dispatched);
    const from = counter?.value ?? 0;
    const events = await manager.find(ProgressEvent, { where: { position: MoreThan(from) }, order: { position: 'ASC' }, take: batch });
    const last = events.at(-1);
    // Another process has been faster.
    if (!last) return;
    for (const event of events) await this.notify(tx, event);
    for (const other of this.others) await other(tx, events);
    await manager.update(Counter, { name: dispatched }, { value: Number(last.position) });
  }

  private async notify(tx: Transaction, event: ProgressEvent): Promise<void> {
    const subject = await subjectOf(tx, event.subjectId);
    if (!subject) return;
    const { contacts, ...about } = subject;
    const contactOf = (kind: ContactKind) => contacts.find((contact) => contact.kind === kind) ?? null;
    const addresses = addressesOf(event, { business: contactOf(ContactKind.BUSINESS), huawei: contactOf(ContactKind.HUAWEI) });
    if (addresses.length === 0) return;
    const params = {
      ...about,
      ...(event.phase && { phase: event.phase }),
      ...(event.reason && { reason: event.reason }),
    };
    const rows = addresses.map(({ channel, recipient, language }) => {
      const inbox = channel === Channel.INBOX;
      return {
        id: newId('Notification'),
        eventId: event.id,
        position: Number(event.position),
        sellerId: event.sellerId,
        channel,
        recipient,
        language,
        text: textOf(event),
        params,
        // A message of the inbox has arrived as soon as it is there.
        status: inbox ? DeliveryStatus.SENT : DeliveryStatus.PENDING,
        attempts: 0,
        nextAttemptAt: inbox ? null : tx.now,
        lastError: null,
        createdAt: tx.now,
        sentAt: inbox ? tx.now : null,
        readAt: null,
      };
    });
    await tx.manager.createQueryBuilder().insert().into(Notification).values(rows).orIgnore().execute();
  }
}

/** What an event is about, as messages name it, and whom it has as contacts: those of a certification; a release tells its seller alone (R26). */
async function subjectOf(
  tx: Transaction,
  id: string,
): Promise<{ id: string; number: string; product: string; contacts: Contact[] } | null> {
  if (typeOfId(id) === 'ProductRelease') {
    const release = await tx.one(ProductRelease, id);
    return release && { id, number: release.number, product: release.name ?? '', contacts: [] };
  }
  const request = await tx.one(CertificationRequest, id);
  return request && { id, number: request.number, product: request.productName ?? '', contacts: await tx.list(contactsOfRequest, id) };
}
