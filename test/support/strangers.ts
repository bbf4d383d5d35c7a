import { expect, it } from '@jest/globals';
import { permissions } from '../../src/domain/permissions.js';
import { Role } from '../../src/domain/words.js';
import { type Json, Person, type TestFile } from './client.js';
import type { SellerPerson, World } from './world.js';

/** An operation in a place where its right caller would succeed. */
export interface Scene {
  readonly world: World;
  readonly owner: SellerPerson;
  /** The request that must stay as it is. */
  readonly requestId?: string;
  readonly input: Json;
  readonly files?: Record<string, TestFile>;
  /** Who sees the request, to compare it; by default its owner. */
  readonly viewer?: Person;
  /** Looks at what must stay as it is, where that is no request. */
  readonly look?: () => Promise<Json>;
}

const roleNames: Readonly<Record<Role, string>> = {
  SELLER: 'seller',
  QUALIFICATION_REVIEWER: 'qualification-reviewer',
  PRODUCT_REVIEWER: 'product-reviewer',
  OPERATIONS_MANAGER: 'operations-manager',
  AUDITOR: 'auditor',
  PLATFORM_ADMIN: 'admin',
};

/**
 * Three of the four actors of a mutation: nobody, another seller, and every role that may not. Each is refused, and nothing changes.
 * The fourth, who may, is what the rest of the file is about. `ownObjects`: the operation is about an object of a seller's own.
 */
export function refusesStrangers(operation: string, scene: () => Promise<Scene>, { ownObjects = true } = {}): void {
  const { roles, scope } = permissions[operation]!;
  const wrong = Object.values(Role).filter((role) => roles !== 'everyone' && !roles.includes(role));

  const call = (person: Person, { input, files }: Scene) =>
    files ? person.sendForm(operation, input, files) : person.send(document(operation), { input });
  const expectUnchanged = async (at: Scene, act: () => Promise<void>) => {
    if (at.look) {
      const before = await at.look();
      await act();
      expect(await at.look()).toEqual(before);
      return;
    }
    if (!at.requestId) return act();
    const { before, after } = await at.world.unchanged(at.viewer ?? at.owner, at.requestId, act);
    expect(after).toEqual(before);
  };
  const codesOf = ({ body }: { body: Json }): string[] => body.data[operation].userErrors.map((error: { code: string }) => error.code);

  it(`R1: ${operation} without a token is UNAUTHENTICATED, and changes nothing`, async () => {
    const at = await scene();
    await expectUnchanged(at, async () => {
      const { status, headers, body } = await call(at.world.anonymous, at);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      expect(body.data ?? null).toBeNull();
    });
  });

  if (ownObjects && roles !== 'everyone' && roles.includes(Role.SELLER)) {
    it(`R2: ${operation} on another seller's object is NOT_FOUND, as on one that does not exist`, async () => {
      const at = await scene();
      const stranger = await at.world.newSeller();
      await expectUnchanged(at, async () => {
        expect(codesOf(await call(stranger, at))).toEqual(['NOT_FOUND']);
      });
    });
  }
  if (ownObjects && scope) {
    it(`R2: ${operation} on another seller's object stays out of reach for a reviewer who also works for a seller`, async () => {
      const at = await scene();
      const { sellerId } = await at.world.newSeller();
      const both = await Person.as(at.world.place, ['seller', 'qualification-reviewer', 'product-reviewer'], { seller: sellerId });
      await expectUnchanged(at, async () => {
        expect(['NOT_FOUND', 'FORBIDDEN']).toContain(codesOf(await call(both, at))[0]);
      });
    });
  }
  if (scope) {
    it(`R3: ${operation} by a sub-user without ${scope} is refused, and changes nothing`, async () => {
      const at = await scene();
      const subUser = await Person.as(at.world.place, 'seller', { seller: at.owner.sellerId, scope: 'certification:read' });
      await expectUnchanged(at, async () => {
        expect(codesOf(await call(subUser, at))).toEqual([scope === 'release:write' ? 'RELEASE_PERMISSION_REQUIRED' : 'FORBIDDEN']);
      });
    });
  }
  it.each(wrong)(`R4: ${operation} by a %s is FORBIDDEN, and changes nothing`, async (role) => {
    const at = await scene();
    const person = await Person.as(at.world.place, roleNames[role], role === Role.SELLER ? { seller: at.owner.sellerId } : {});
    await expectUnchanged(at, async () => {
      expect(codesOf(await call(person, at))).toEqual(['FORBIDDEN']);
    });
  });
}

function document(operation: string): string {
  const type = `${operation[0]!.toUpperCase()}${operation.slice(1)}Input!`;
  return `mutation ($input: ${type}) { ${operation}(input: $input) { userErrors { code message path } } }`;
}
