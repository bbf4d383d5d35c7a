import { beforeAll, describe, expect, it } from '@jest/globals';
import { Releases } from '../support/releases.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
});

describe('withdrawProductRelease', () => {
  refusesStrangers('withdrawProductRelease', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    return { world, owner: seller, input: { id }, look: () => releases.look(seller, id) };
  });

  it('R33: takes it out of review, back to a draft that the platform does not see, with the reason told', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    const claim = 'subject { ... on ProductRelease { id claim { mine } } }';
    expect((await world.operationsManager.do('claimReview', { id }, claim)).subject.claim).toEqual({ mine: true });
    await seller.do('withdrawProductRelease', { id, reason: 'A typo.' });
    const release = await releases.look(seller, id);
    expect(release.status).toBe('DRAFT');
    expect(release.timeline.nodes.map((event: { type: string }) => event.type)).toEqual([
      'RELEASE_SUBMITTED',
      'REVIEW_CLAIMED',
      'RELEASE_WITHDRAWN',
    ]);
    expect(release.timeline.nodes.at(-1).reason).toBe('A typo.');
    expect(await releases.look(world.operationsManager, id)).toBeNull();
    await seller.do('submitProductRelease', { id });
    expect((await releases.look(seller, id)).status).toBe('IN_REVIEW');
  });

  it('R36: of a withdrawal and a decision at once, one wins', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    const { digest } = await releases.look(world.operationsManager, id);
    const [withdrawn, decided] = await Promise.all([
      seller.codes('withdrawProductRelease', { id }),
      world.operationsManager.codes('reviewProductRelease', { id, digest, decision: 'APPROVE' }),
    ]);
    expect([withdrawn, decided].filter((codes) => codes.length === 0)).toHaveLength(1);
    expect((await releases.look(seller, id)).status).toBe(withdrawn.length === 0 ? 'DRAFT' : 'RELEASED');
  });

  it('R33: not once it is decided', async () => {
    const { releaseId } = await releases.released(seller, await world.certified(seller));
    expect(await seller.codes('withdrawProductRelease', { id: releaseId })).toEqual(['INVALID_STATE']);
  });
});
