import { type Actor, type ActorRecord, isPlatform, platformRoles, recordOf } from '../domain/actor.js';
import { AuditAction } from '../domain/words.js';
import type { NewAuditEntry } from '../platform/audit-chain.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** Writes down what the platform's people read and take. What they change, the unit of work writes with the change. */
export class AuditService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** That contacts were shown unmasked: one entry for each viewer and request or message, all in one statement. */
  async contactsShown(viewers: readonly Actor[], objectIds: ReadonlySet<string>): Promise<void> {
    if (objectIds.size === 0) return;
    const people = new Map(viewers.filter(isPlatform).map((viewer) => [viewer.subject, recordOf(viewer, platformRoles)]));
    const entries = [...people.values()].flatMap((actor) => [...objectIds].map((id) => entryOf(AuditAction.CONTACTS_READ, id, actor)));
    if (entries.length > 0) await this.unitOfWork.audit(entries);
  }

  /** That files are handed out. */
  downloaded(objectIds: readonly string[], actor: Pick<ActorRecord, 'subject' | 'role'>): Promise<void> {
    return this.unitOfWork.audit(objectIds.map((id) => entryOf(AuditAction.FILE_DOWNLOADED, id, actor)));
  }
}

const entryOf = (action: AuditAction, objectId: string, { subject, role }: Pick<ActorRecord, 'subject' | 'role'>): NewAuditEntry => ({
  action,
  operation: null,
  objectId,
  actorSubject: subject,
  actorRole: role,
});
