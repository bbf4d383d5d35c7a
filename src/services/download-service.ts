import type { ActorRecord } from '../domain/actor.js';
import { AuditAction, MaterialStatus } from '../domain/words.js';
import { AuditEntry } from '../entities/audit-entry.js';
import { Material } from '../entities/material.js';
import { typeOfId } from '../entities/node.js';
import { newId } from '../platform/ids.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** Tells whether files may be handed out, and writes down who of the platform took them. */
export class DownloadService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Whether a file is clean, by the material it belongs to; files of templates and sellers were scanned before they were stored. */
  async statusOf(ownerId: string): Promise<MaterialStatus> {
    if (typeOfId(ownerId) !== 'Material') return MaterialStatus.CLEAN;
    return (await this.unitOfWork.peek((rows) => rows.one(Material, ownerId)))?.status ?? MaterialStatus.QUARANTINED;
  }

  /** Writes downloads into the audit trail; nothing is handed out when that fails. */
  async record(objectIds: readonly string[], actor: ActorRecord): Promise<void> {
    const entry = (objectId: string) => ({ id: newId('AuditEntry'), action: AuditAction.FILE_DOWNLOADED, objectId, actor });
    const entries = objectIds.map(entry);
    await this.unitOfWork.maintain(({ manager, now }) =>
      manager.insert(
        AuditEntry,
        entries.map((row) => ({ ...row, occurredAt: now })),
      ),
    );
  }
}
