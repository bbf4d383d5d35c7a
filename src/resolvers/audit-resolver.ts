import { Arg, Args, Ctx, Extensions, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import { limits } from '../domain/limits.js';
import { AuditAction, type Instant } from '../domain/words.js';
import { AuditEntry } from '../entities/audit-entry.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { DateTime } from '../entities/scalars.js';
import { countAudit, eventIdOf, readAudit } from '../loaders/audit.js';
import { AuditEntryConnection, PageArgs } from './connections.js';
import type { Context } from './context.js';

@InputType({ description: 'What the audit trail is narrowed to; all that is given must hold.' })
export class AuditEntryFilter {
  @Field(() => String, { nullable: true, description: `Who did it, by subject; at most ${limits.subjectLength} characters.` })
  actorSubject?: string | null;
  @Field(() => ID, { nullable: true, description: 'To what: `objectId` of the entries.' })
  objectId?: string | null;
  @Field(() => AuditAction, { nullable: true, description: 'What was done.' })
  action?: AuditAction | null;
  @Field(() => String, { nullable: true, description: 'By which mutation, such as `reviewCertificationRequest`.' })
  operation?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'After this moment.' })
  occurredAfter?: Instant | null;
  @Field(() => DateTime, { nullable: true, description: 'Before this moment.' })
  occurredBefore?: Instant | null;
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'The audit trail, newest first: every change and decision, and what people of the platform read of contacts and downloaded. For auditors and platform administrators.',
  })
  async auditEntries(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('objectId', () => ID, { nullable: true, description: 'Short for `filter: { objectId }`.' }) objectId: string | null,
    @Arg('filter', () => AuditEntryFilter, { nullable: true, description: 'Narrows the trail.' }) filter: AuditEntryFilter | null,
    @Ctx() { reader }: Context,
  ) {
    const wanted = { ...filter, ...(objectId != null && { objectId }) };
    return new AuditEntryConnection(await readAudit(reader, args, wanted), () => countAudit(reader, wanted));
  }

  @FieldResolver(() => ProgressEvent, { nullable: true, description: 'The event that tells the change; null where none does.' })
  @Extensions({ needs: ['id', 'chain'] })
  event(@Root() entry: AuditEntry, @Ctx() { reader }: Context) {
    const id = eventIdOf(entry);
    return id ? reader.one(ProgressEvent, id) : null;
  }
}
