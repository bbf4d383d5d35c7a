import { beforeAll, describe, expect, it } from '@jest/globals';
import { Releases } from '../support/releases.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
let certified: string;
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
  certified = await world.certified(seller);
});

describe('discardProductRelease', () => {
  refusesStrangers('discardProductRelease', async () => {
    const id = await releases.begun(seller, certified);
    return { world, owner: seller, input: { id }, look: () => releases.look(seller, id) };
  });

  it('R33: puts a draft out of sight; nothing is erased, and only its seller hears of it', async () => {
    const id = await releases.begun(seller, certified);
    expect((await seller.do('discardProductRelease', { id }, 'discardedId')).discardedId).toBe(id);
    const listed = 'query ($s: [ReleaseStatus!]) { productReleases(filter: { status: $s }, first: 100) { nodes { id } } }';
    const ids = async (status: string[] | null) =>
      (await seller.query(listed, { s: status })).productReleases.nodes.map((r: { id: string }) => r.id);
    expect(await ids(null)).not.toContain(id);
    expect(await ids(['DISCARDED'])).toContain(id);
    const release = await releases.look(seller, id);
    expect(release).toMatchObject({ status: 'DISCARDED', timeline: { nodes: [{ type: 'RELEASE_DISCARDED' }] } });
    expect(await releases.look(world.operationsManager, id)).toBeNull();
    const event = release.timeline.nodes[0].id;
    expect((await world.operationsManager.query('query ($id: ID!) { node(id: $id) { id } }', { id: event })).node).toBeNull();
  });

  it('R33: a rejected one too, but not one in review', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    expect(await seller.codes('discardProductRelease', { id })).toEqual(['INVALID_STATE']);
    await releases.decide(id, 'REJECT', { reason: 'No.' });
    expect(await seller.codes('discardProductRelease', { id })).toEqual([]);
  });
});
