import { beforeAll, describe, expect, it } from '@jest/globals';
import { png } from '../support/png.js';
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
const logo = (bytes: Uint8Array, name = 'logo.png') => ({ file: { name, bytes } });

describe('uploadProductLogo', () => {
  refusesStrangers('uploadProductLogo', async () => {
    const id = await releases.begun(seller, certified);
    return { world, owner: seller, input: { productReleaseId: id }, files: logo(png(200, 200)), look: () => releases.look(seller, id) };
  });

  it('R31: takes a square PNG, and hands it out under a link', async () => {
    const id = await releases.begun(seller, certified);
    const bytes = png(120, 120);
    const { productRelease } = await seller.upload(
      'uploadProductLogo',
      { productReleaseId: id },
      logo(bytes),
      'productRelease { version logo { name contentType bytes downloadUrl } }',
    );
    expect(productRelease).toMatchObject({ version: 2, logo: { name: 'logo.png', contentType: 'image/png', bytes: bytes.length } });
    expect(Buffer.from(await (await fetch(productRelease.logo.downloadUrl)).arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('R37: repeated under its key once the release is in nobody’s hands any more, it answers the same', async () => {
    const id = await releases.begun(seller, certified);
    const upload = () => seller.upload('uploadProductLogo', { productReleaseId: id }, logo(png(130, 130)), 'productRelease { id }', key);
    const key = { idempotencyKey: `logo-${id}` };
    expect(await upload()).toEqual({ productRelease: { id }, userErrors: [] });
    await seller.do('discardProductRelease', { id });
    expect(await upload()).toEqual({ productRelease: { id }, userErrors: [] });
  });

  const refused: [string, Uint8Array, string, string][] = [
    ['smaller than 120 pixels', png(119, 119), 'logo.png', 'FILE_CONTENT_MISMATCH'],
    ['not square', png(240, 120), 'logo.png', 'FILE_CONTENT_MISMATCH'],
    ['a PNG that was cut off', png(120, 120).subarray(0, 60), 'logo.png', 'FILE_CONTENT_MISMATCH'],
    [
      'a JPEG',
      Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(200)]),
      'logo.jpg',
      'FILE_TYPE_NOT_ALLOWED',
    ],
    ['a page that calls itself PNG', Buffer.from('<html><script>alert(1)</script></html>'), 'logo.png', 'FILE_TYPE_NOT_ALLOWED'],
    ['empty', Buffer.alloc(0), 'logo.png', 'FILE_EMPTY'],
    ['larger than 5 MiB', Buffer.concat([png(120, 120), Buffer.alloc(5 * 1024 * 1024)]), 'logo.png', 'FILE_TOO_LARGE'],
  ];
  it.each(refused)('R31: a logo that is %s is refused, and changes nothing', async (_, bytes, name, code) => {
    const id = await releases.begun(seller, certified);
    const before = await releases.look(seller, id);
    const { userErrors } = await seller.upload('uploadProductLogo', { productReleaseId: id }, logo(bytes, name));
    expect(userErrors.map((e: { code: string }) => e.code)).toContain(code);
    expect(userErrors[0].path).toEqual(['file']);
    expect(await releases.look(seller, id)).toEqual(before);
  });

  it('R36: not while it is in review', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    expect((await seller.upload('uploadProductLogo', { productReleaseId: id }, logo(png(300, 300)))).userErrors).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
  });
});
