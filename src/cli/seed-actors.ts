import type { Actor } from '../domain/actor.js';
import type { Role } from '../domain/words.js';
import type { Command } from '../platform/transaction.js';

/** Somebody who seeds, as the records name them; with a seller, its main account. */
export const seeder = (subject: string, name: string, roles: Role[], sellerId: string | null = null): Actor => ({
  subject,
  name,
  email: null,
  roles,
  scopes: [],
  sellerId,
  main: sellerId !== null,
});

/** A command of theirs. */
export const commandOf = (actor: Actor): Command => ({ actor, operation: 'seed', idempotency: null });
