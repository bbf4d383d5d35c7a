import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { startServer } from '../support/own-server.js';
import { refusesStrangers } from '../support/strangers.js';
import { company, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const fields =
  'seller { id status createdAt company { registrationNumber name introduction businessTermStart businessTermEnd businessLicense { name downloadUrl } } programAgreement { signedAt } }';
const register = (input: object) => world.admin.mutate('registerSeller', { accountSubject: randomUUID(), company, ...input }, fields);

describe('registerSeller', () => {
  refusesStrangers('registerSeller', async () => ({ world, owner: seller, input: { accountSubject: randomUUID(), company } }), {
    ownObjects: false,
  });

  it('R8: keeps the company; the program agreement is not signed yet', async () => {
    const { seller: made } = await register({ company: { ...company, businessTermEnd: '2045-12-31' } });
    expect(made).toMatchObject({
      status: 'REGISTERED',
      company: { ...company, businessTermEnd: '2045-12-31', businessLicense: null },
      programAgreement: null,
    });
  });

  it('R3: the main account is the one whose subject was registered, whatever its scopes say', async () => {
    const accountSubject = randomUUID();
    const { seller: made } = await register({ accountSubject });
    const main = await Person.as(world.place, 'seller', { subject: accountSubject });
    expect((await main.query('{ viewer { subject roles scopes seller { id } } }')).viewer).toEqual({
      subject: accountSubject,
      roles: ['SELLER'],
      scopes: [],
      seller: { id: made.id },
    });
    expect(await main.codes('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') })).toEqual([]);
  });

  it('an account is registered once: TAKEN, also of ten at once', async () => {
    const accountSubject = randomUUID();
    const all = await Promise.all(Array.from({ length: 10 }, () => register({ accountSubject })));
    expect(all.filter((p) => p.userErrors.length === 0)).toHaveLength(1);
    expect(all.flatMap((p) => p.userErrors.map((e: { code: string }) => e.code))).toEqual(Array(9).fill('TAKEN'));
  });

  it('R8: the business license is a file', async () => {
    const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
    const upload = (name: string, content: Buffer) =>
      world.admin.upload(
        'registerSeller',
        { accountSubject: randomUUID(), company },
        { businessLicense: { name, bytes: content } },
        fields,
      );
    const { seller: made } = await upload('营业执照.pdf', bytes);
    expect(made.company.businessLicense.name).toBe('营业执照.pdf');
    expect(Buffer.from(await (await fetch(made.company.businessLicense.downloadUrl)).arrayBuffer())).toEqual(bytes);
    expect((await upload('x.txt', Buffer.from('text'))).userErrors).toMatchObject([
      { code: 'FILE_TYPE_NOT_ALLOWED', path: ['businessLicense'] },
    ]);
  });

  it.each([
    ['an empty name', { company: { ...company, name: ' ' } }, 'REQUIRED', ['company', 'name']],
    ['a name of 201 characters', { company: { ...company, name: 'x'.repeat(201) } }, 'TOO_LONG', ['company', 'name']],
    [
      'a term that ends before it starts',
      { company: { ...company, businessTermEnd: '2000-01-01' } },
      'INVALID',
      ['company', 'businessTermEnd'],
    ],
    ['an empty account', { accountSubject: '' }, 'REQUIRED', ['accountSubject']],
  ])('R38: %s is refused with its path', async (_, input, code, path) => {
    expect((await register(input)).userErrors).toMatchObject([{ code, path }]);
  });

  it('a day that there is not is BAD_USER_INPUT', async () => {
    await expect(register({ company: { ...company, businessTermStart: '2026-02-30' } })).rejects.toThrow(/BAD_USER_INPUT/);
  });
});

describe('updateSeller', () => {
  refusesStrangers('updateSeller', async () => ({ world, owner: seller, input: { id: seller.sellerId, status: 'SUSPENDED' } }), {
    ownObjects: false,
  });

  it('R7: a suspended seller reads but does not write, until the suspension is lifted', async () => {
    const own = await world.newSeller();
    const id = await world.submitted(own);
    await world.admin.do('updateSeller', { id: own.sellerId, status: 'SUSPENDED' });
    const { before, after } = await world.unchanged(own, id, async () => {
      expect(await own.codes('withdrawCertificationRequest', { id })).toEqual(['SELLER_NOT_REGISTERED']);
      expect(await own.codes('copyCertificationRequest', { id })).toEqual(['SELLER_NOT_REGISTERED']);
      expect(await own.codes('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') })).toEqual([
        'SELLER_NOT_REGISTERED',
      ]);
    });
    expect(after).toEqual(before);
    await world.admin.do('updateSeller', { id: own.sellerId, status: 'REGISTERED' });
    expect(await own.codes('withdrawCertificationRequest', { id })).toEqual([]);
  });

  it('changes what is given; an unknown seller is NOT_FOUND', async () => {
    const own = await world.newSeller();
    const { seller: changed } = await world.admin.do(
      'updateSeller',
      { id: own.sellerId, company: { ...company, name: 'Renamed' } },
      fields,
    );
    expect(changed).toMatchObject({ status: 'REGISTERED', company: { name: 'Renamed' } });
    expect(await world.admin.codes('updateSeller', { id: 'seller_x', status: 'SUSPENDED' })).toEqual(['NOT_FOUND']);
  });
});

describe('signAgreement', () => {
  refusesStrangers(
    'signAgreement',
    async () => ({ world, owner: seller, input: { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') } }),
    {
      ownObjects: false,
    },
  );

  it('R9: keeps who signed, when, which version and which text; signed again it is the same signature', async () => {
    const newcomer = await world.newSeller({ signed: false });
    const { agreements } = await newcomer.query(
      '{ agreements(kind: JOINT_PARTNER_PROGRAM) { id version title body sha256 effectiveFrom } }',
    );
    const [agreement] = agreements;
    expect(agreement.sha256).toBe(createHash('sha256').update(agreement.body).digest('hex'));
    const selection =
      'signature { signedAt current signedBy { name role } agreement { id version sha256 } } seller { id programAgreement { signedAt } }';
    const signed = await newcomer.do('signAgreement', { agreementId: agreement.id }, selection);
    expect(signed).toMatchObject({
      signature: {
        current: true,
        signedBy: { name: 'Demo seller', role: 'SELLER' },
        agreement: { id: agreement.id, version: 1, sha256: agreement.sha256 },
      },
      seller: { id: newcomer.sellerId, programAgreement: { signedAt: signed.signature.signedAt } },
    });
    const all = await Promise.all(Array.from({ length: 5 }, () => newcomer.do('signAgreement', { agreementId: agreement.id }, selection)));
    for (const again of all) expect(again.signature).toEqual(signed.signature);
  });

  it('R9: only the program agreement is signed here, and only one that exists', async () => {
    expect(await seller.codes('signAgreement', { agreementId: await world.agreementId('PRICING_RIGHTS') })).toEqual(['INVALID']);
    expect(await seller.codes('signAgreement', { agreementId: 'agreement_x' })).toEqual(['NOT_FOUND']);
  });

  it('R7: somebody who belongs to no seller is SELLER_NOT_REGISTERED', async () => {
    const nobody = await Person.as(world.place, 'seller');
    expect(await nobody.codes('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') })).toEqual([
      'SELLER_NOT_REGISTERED',
    ]);
  });
});

describe('publishAgreement', () => {
  refusesStrangers('publishAgreement', async () => ({ world, owner: seller, input: { kind: 'PRICING_RIGHTS', title: 'T', body: 'B' } }), {
    ownObjects: false,
  });

  it('R9: a new version takes over from its day; the old one can be signed no more, nor the coming one yet', async () => {
    const own = await startServer();
    try {
      const there = await World.open(own);
      const publish = (rest: object) =>
        there.admin.do(
          'publishAgreement',
          { kind: 'JOINT_PARTNER_PROGRAM', title: 'Program', body: '# Text\n\nLine', ...rest },
          'agreement { id version effectiveFrom }',
        );
      const old = await there.agreementId('JOINT_PARTNER_PROGRAM');
      const { agreement: second } = await publish({});
      const { agreement: coming } = await publish({ effectiveFrom: '2100-01-01T00:00:00Z' });
      expect([second.version, coming.version, coming.effectiveFrom]).toEqual([2, 3, '2100-01-01T00:00:00.000Z']);
      expect(await there.agreementId('JOINT_PARTNER_PROGRAM')).toBe(second.id);
      const newcomer = await there.newSeller({ signed: false });
      expect(await newcomer.codes('signAgreement', { agreementId: old })).toEqual(['AGREEMENT_OUTDATED']);
      expect(await newcomer.codes('signAgreement', { agreementId: coming.id })).toEqual(['INVALID']);
      expect(await newcomer.codes('signAgreement', { agreementId: second.id })).toEqual([]);
    } finally {
      await own.stop();
    }
  });

  it('R38: an empty title and a body of 16,001 characters are refused at once', async () => {
    const { userErrors } = await world.admin.mutate('publishAgreement', { kind: 'PRICING_RIGHTS', title: '', body: 'x'.repeat(16_001) });
    expect(userErrors.map((e: { code: string; path: string[] }) => `${e.code} ${e.path}`)).toEqual(['REQUIRED title', 'TOO_LONG body']);
  });
});

describe('seller, sellers, agreements, viewer', () => {
  it('R2: a seller sees itself; another, and one that does not exist, are both null', async () => {
    const other = await world.newSeller();
    const look = async (viewer: Person, id: string) =>
      await viewer.query('query ($id: ID!) { seller(id: $id) { id } node(id: $id) { id } }', { id });
    expect(await look(seller, seller.sellerId)).toEqual({ seller: { id: seller.sellerId }, node: { id: seller.sellerId } });
    expect(await look(seller, other.sellerId)).toEqual({ seller: null, node: null });
    expect(await look(seller, 'seller_00000000000000000000000000')).toEqual({ seller: null, node: null });
    expect((await look(world.auditor, other.sellerId)).seller).toEqual({ id: other.sellerId });
  });

  it('R4: the platform lists and searches sellers; a seller is FORBIDDEN, nobody UNAUTHENTICATED', async () => {
    const needle = randomUUID().slice(0, 8);
    const own = await world.newSeller({ companyFields: { name: `100% ${needle} GmbH` } });
    const query = 'query ($s: String) { sellers(search: $s) { totalCount nodes { id } } }';
    for (const term of [needle, needle.toUpperCase(), `100% ${needle}`]) {
      expect((await world.operationsManager.query(query, { s: term })).sellers).toEqual({ totalCount: 1, nodes: [{ id: own.sellerId }] });
    }
    expect((await world.operationsManager.query(query, { s: `1000 ${needle}` })).sellers.totalCount).toBe(0);
    const refused = await seller.send(query, {});
    expect(refused.body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await world.anonymous.send(query, {})).status).toBe(401);
  });

  it('R9: agreements shows one current version of each kind', async () => {
    const { agreements } = await seller.query('{ agreements { kind version } }');
    expect(agreements.map((a: { kind: string }) => a.kind)).toEqual(['JOINT_PARTNER_PROGRAM', 'SERVICE_ASSURANCE', 'PRICING_RIGHTS']);
  });

  it('R1: viewer tells whose token it is, with a verified address', async () => {
    const person = await Person.as(world.place, 'auditor', { email: 'Ann@Example.com', name: 'Ann' });
    expect((await person.query('{ viewer { subject name email roles scopes seller { id } } }')).viewer).toEqual({
      subject: 'auditor|Ann@Example.com',
      name: 'Ann',
      email: 'ann@example.com',
      roles: ['AUDITOR'],
      scopes: [],
      seller: null,
    });
  });
});
