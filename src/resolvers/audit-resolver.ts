import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { AuditEntry } from '../entities/audit-entry.js';
import { readPage } from '../loaders/page.js';
import { AuditEntryConnection, PageArgs } from './connections.js';
import type { Context } from './context.js';
import { showActor } from './showing.js';
import { ActorView } from './views.js';

const newestFirst = { name: 'CREATED_DESC', by: 'id', descending: true };

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, { description: 'The audit trail, newest first. For auditors and platform administrators.' })
  async auditEntries(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('objectId', () => ID, { nullable: true, description: 'Only what was done to this material, template or seller.' })
    objectId: string | null,
    @Ctx() { reader }: Context,
  ) {
    const where = objectId ? { sql: 'object_id = ?', values: [objectId] } : { sql: '1 = 1', values: [] };
    const page = await readPage(reader, AuditEntry, args, newestFirst, where, null);
    return new AuditEntryConnection(page, () => reader.count(AuditEntry, where));
  }

  @FieldResolver(() => ActorView, { description: 'Who did it.' })
  @Extensions({ needs: ['actor'] })
  actor(@Root() { actor }: AuditEntry, @Ctx() context: Context): ActorView {
    return showActor(actor, context);
  }
}
