import { MaterialStatus } from '../domain/words.js';
import { Material } from '../entities/material.js';
import { typeOfId } from '../entities/node.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** Tells whether files may be handed out. */
export class DownloadService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Whether a file is clean, by the material it belongs to; files of templates and sellers were scanned before they were stored. */
  async statusOf(ownerId: string): Promise<MaterialStatus> {
    if (typeOfId(ownerId) !== 'Material') return MaterialStatus.CLEAN;
    return (await this.unitOfWork.committed.one(Material, ownerId))?.status ?? MaterialStatus.QUARANTINED;
  }
}
