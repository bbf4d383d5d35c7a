import { LessThan } from 'typeorm';
import type { FileFacts } from '../domain/certification-facts.js';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { ObjectReference, StoredObject } from '../entities/internal.js';
import type { Clock } from '../platform/clock.js';
import type { ObjectStore } from '../platform/object-store.js';
import type { StagedFile } from '../platform/staging.js';
import type { Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** Objects that one sweep looks at. */
const sweepSize = 1000;

/**
 * Keeps bytes as long as something refers to them. The order makes every crash harmless: a row says that bytes are about to come, then
 * they come, then the step that uses them refers to the row; a row that nothing refers to is swept, its bytes first.
 */
export class StoredObjects {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    readonly store: ObjectStore,
    private readonly clock: Clock,
  ) {}

  /** Puts bytes into the store. A step must refer to them within 15 minutes, or they are removed. */
  async keep(staged: StagedFile): Promise<void> {
    const { sha256, bytes } = staged;
    await this.unitOfWork.maintain(({ manager, now }) =>
      manager
        .createQueryBuilder()
        .insert()
        .into(StoredObject)
        .values({ sha256, bytes, createdAt: now, unreferencedSince: now })
        .orUpdate(['unreferenced_since'], ['sha256'])
        .execute(),
    );
    await this.store.keep(staged);
  }

  /** Removes what nothing has referred to for 15 minutes. Any number of processes may sweep at once. */
  async sweep(): Promise<void> {
    const before = new Date(Date.parse(this.clock.now()) - limits.orphanMs).toISOString();
    const old = { unreferencedSince: LessThan(before) };
    const found = await this.unitOfWork.maintain(({ manager }) => manager.find(StoredObject, { where: old, take: sweepSize }));
    for (const { sha256 } of found) {
      // The row is held until the bytes are gone: who brings the same bytes meanwhile waits, and then stores them again.
      await this.unitOfWork.maintain(async ({ manager }) => {
        const { affected } = await manager.update(StoredObject, { sha256, ...old }, { unreferencedSince: null });
        if (affected !== 1 || (await manager.existsBy(ObjectReference, { sha256 }))) return;
        await this.store.remove(sha256);
        await manager.delete(StoredObject, { sha256 });
      });
    }
  }
}

/** Writes down that `ownerId` uses an object, so that it stays. */
export async function referenceObject({ manager }: Transaction, { sha256 }: FileFacts, ownerId: string): Promise<void> {
  const { affected } = await manager.update(StoredObject, { sha256 }, { unreferencedSince: null });
  if (affected !== 1) {
    throw new Failure('SERVICE_UNAVAILABLE', {
      en: 'The upload took so long that its bytes were removed again; send it once more.',
      zh: '上传耗时过长，文件已被清除；请重新上传。',
    });
  }
  await manager.createQueryBuilder().insert().into(ObjectReference).values({ sha256, ownerId }).orIgnore().execute();
}
