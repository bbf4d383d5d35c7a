import { createHash, randomUUID } from 'node:crypto';
import { isPlatform } from '../../src/domain/actor.js';
import type { ObjectRule } from '../../src/domain/field-rules.js';
import { type Permission, permissions } from '../../src/domain/permissions.js';
import { Role } from '../../src/domain/words.js';
import { Database } from '../../src/platform/database.js';
import { type Json, Person, type TestFile } from './client.js';
import { startServer } from './own-server.js';
import { png } from './png.js';
import { Receiver } from './receiver.js';
import { Releases } from './releases.js';
import { until } from './until.js';
import { businessContact, completeProduct, huaweiContact, type SellerPerson, World } from './world.js';

/** Somebody, and what the token and the seller account come to. */
export interface Who {
  readonly person: Person;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  /** Whose people it is of: the owner of everything, a seller of the same legal entity, another, a suspended one. */
  readonly of: 'owner' | 'entity' | 'other' | 'suspended' | null;
  readonly email: boolean;
}

/** What a mutation is tried on. */
export interface Target {
  readonly input: Json;
  /** The field of the input that names an object of the owner's; null when the mutation is about none. */
  readonly key: 'id' | 'certificationRequestId' | 'productReleaseId' | null;
  readonly file?: TestFile;
  /** People of the platform see the object too, so that to them it is not as if it were not there. */
  readonly staffSees?: boolean;
}

const write = ['certification:write', 'release:write'];
const file: TestFile = { name: 'letter.pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF\n') };

/** An id of the same type and length that names nothing. */
export const missingLike = (id: string): string => `${id.split('_')[0]}_01aaaaaaaaaaaaaaaaaaaaaaaa`;

/** A server with one seller who has something of everything, and everybody who might want it. */
export class RightsScene {
  private constructor(
    private readonly server: Awaited<ReturnType<typeof startServer>>,
    private readonly receiver: Receiver,
    private readonly database: Database,
    readonly world: World,
    readonly owner: SellerPerson,
    readonly who: Readonly<Record<string, Who>>,
    /** Objects of the owner, by type; each in a state in which everybody of `objectRules` sees it. */
    readonly nodes: Readonly<Record<string, string>>,
    /** What only the owner sees: a draft and its parts, and a draft of a release. */
    readonly drafts: Readonly<Record<string, string>>,
    readonly suspendedDraft: string,
    readonly targets: Readonly<Record<string, Target>>,
  ) {}

  static async open(): Promise<RightsScene> {
    const server = await startServer({ env: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' } });
    const receiver = await Receiver.start();
    const world = await World.open(server);
    const releases = new Releases(world);
    const owner = await world.newSeller();
    const [entity, other, suspended] = [await releases.sameCompany(owner), await world.newSeller(), await world.newSeller()];
    const suspendedDraft = await world.draft(suspended);
    const email = `huawei-${randomUUID()}@example.com`;
    const contacts = { businessContact, huaweiContact: { ...huaweiContact, email } };
    const supportingProducts = [{ name: 'Side', version: 'V1.0', deliveryMethod: 'CONSULTING_SERVICE', introduction: 'Beside it.' }];

    const { webhookEndpoint } = await owner.do('createWebhookEndpoint', { url: `${receiver.url}/` }, 'webhookEndpoint { id }');
    const request = await world.draft(owner, { product: completeProduct, ...contacts, supportingProducts });
    await world.uploadAll(owner, request, completeProduct);
    await world.submit(owner, request);
    await world.decide(request, 'QUALIFICATION', 'REQUEST_CHANGES', {
      reason: 'More.',
      findings: [{ severity: 'BLOCKER', message: 'Say more.' }],
    });
    const draft = await world.draft(owner, { product: completeProduct, ...contacts, supportingProducts });
    await world.uploadMaterial(owner, draft, await world.templateId('BUSINESS_LETTER'), file);
    const certified = await world.certified(owner);
    const { releaseId, productId } = await releases.released(owner, certified);
    const releaseDraft = await releases.begun(owner, certified);

    const partsOf = async (id: string): Promise<Json> =>
      (
        await owner.query(
          'query ($id: ID!) { certificationRequest(id: $id) { supportingProducts { id } huaweiContact { id } materials { id } reviews { id } findings { id } timeline(first: 1) { nodes { id } } } }',
          { id },
        )
      ).certificationRequest;
    const [parts, draftParts] = [await partsOf(request), await partsOf(draft)];
    const first = async (query: string, viewer: Person = owner): Promise<string> =>
      JSON.stringify(await viewer.query(query)).match(/"id":"([^"]+)"/)![1]!;
    const delivery = '{ webhookEndpoints { deliveries(first: 1) { nodes { id } } } }';
    await until(async () => JSON.stringify(await owner.query(delivery)).includes('delivery_'), 'a delivery');
    const nodes = {
      Seller: owner.sellerId,
      Agreement: await world.agreementId('PRICING_RIGHTS'),
      CertificationRequest: request,
      SupportingProduct: parts.supportingProducts[0].id,
      Contact: parts.huaweiContact.id,
      MaterialTemplate: await world.templateId('BUSINESS_LETTER'),
      Material: parts.materials[0].id,
      Review: parts.reviews[0].id,
      Finding: parts.findings[0].id,
      ProductRelease: releaseId,
      Product: productId,
      ProgressEvent: parts.timeline.nodes[0].id,
      AuditEntry: await first(`{ auditEntries(first: 1, filter: { objectId: "${request}" }) { nodes { id } } }`, world.auditor),
      Notification: await first('{ notifications(first: 1, channel: INBOX) { nodes { id } } }'),
      WebhookEndpoint: webhookEndpoint.id,
      WebhookDelivery: await first(delivery),
    };
    const drafts = {
      CertificationRequest: draft,
      SupportingProduct: draftParts.supportingProducts[0].id,
      Contact: draftParts.huaweiContact.id,
      Material: draftParts.materials[0].id,
      ProductRelease: releaseDraft,
    };

    const as = async (roles: Role[], of: Who['of'], wish: Json = {}, scopes = write): Promise<Who> => {
      const seller = of && { owner, entity, other, suspended }[of].sellerId;
      const names = roles.map((role) => role.toLowerCase().replaceAll('_', '-').replace('platform-', ''));
      const subject = `${names}-${of}-${randomUUID()}`;
      const person = await Person.as(server, names, { subject, ...(seller && { seller, scope: scopes.join(' ') }), ...wish });
      return { person, roles, scopes, of, email: wish.email === email };
    };
    const seller = [Role.SELLER];
    const who: Record<string, Who> = {
      'main account': await as(seller, 'owner', { subject: owner.accountSubject, scope: '' }),
      'sub-user for certification': await as(seller, 'owner', {}, ['certification:write']),
      'sub-user for releases': await as(seller, 'owner', {}, ['release:write']),
      'sub-user who reads': await as(seller, 'owner', {}, []),
      'seller of the same legal entity': await as(seller, 'entity'),
      'other seller': await as(seller, 'other'),
      'suspended seller': await as(seller, 'suspended'),
      'Huawei contact': await as([], null, { email }),
      'other person with an address': await as([], null, { email: `x${email}` }),
      'seller without an account': await as(seller, null),
      'person without a role': await as([], null),
      'role without seller role': await as([], 'owner'),
    };
    for (const role of Object.values(Role)) if (role !== Role.SELLER) who[role] = await as([role], null);
    await world.admin.do('updateSeller', { id: suspended.sellerId, status: 'SUSPENDED' });

    const database = await Database.open(server.databaseUrl, 2);
    const targets = targetsOf(nodes, drafts, await world.commitments(), certified);
    return new RightsScene(server, receiver, database, world, owner, who, nodes, drafts, suspendedDraft, targets);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.server.stop();
    await this.receiver.stop();
  }

  get url(): string {
    return this.server.url;
  }

  /** A digest of every table, once nothing is on its way any more. */
  async everything(): Promise<string> {
    const digest = async (): Promise<string> => {
      const hash = createHash('sha256');
      for (const { tableName, columns } of this.database.dataSource.entityMetadatas) {
        const order = columns.filter(({ isPrimary }) => isPrimary).map(({ databaseName }) => databaseName);
        hash.update(JSON.stringify(await this.database.rows(`SELECT * FROM ${tableName} ORDER BY ${order.join(', ')}`)));
      }
      return hash.digest('hex');
    };
    let last = '';
    return until(async () => {
      const found = await digest();
      const quiet = found === last && (await this.database.rows("SELECT 1 FROM notification WHERE status = 'PENDING'")).length === 0;
      last = found;
      return quiet && found;
    }, 'rest');
  }
}

/** What each mutation is tried on; a mutation that is missing here fails the test. */
function targetsOf(nodes: Json, drafts: Json, acceptedAgreementIds: string[], certified: string): Record<string, Target> {
  const on = (id: string, rest: Json = {}, more: Partial<Target> = {}): Target => ({ key: 'id', input: { id, ...rest }, ...more });
  const alone = (input: Json): Target => ({ key: null, input });
  const request = { certificationRequestId: drafts.CertificationRequest };
  const company = { registrationNumber: '', name: '', introduction: '', businessTermStart: '2020-01-01' };
  const template = {
    code: 'x',
    name: 'x',
    description: 'x',
    phase: 'PRODUCT',
    required: true,
    deliveryMethods: [],
    acceptedTypes: [],
    maxBytes: 1,
  };
  const product = { name: 'Changed' };
  const digest = '0'.repeat(64);
  return {
    // What is about no object is tried with what is refused for another reason, so that nothing comes of it.
    registerSeller: alone({ accountSubject: '', company }),
    publishAgreement: alone({ kind: 'PRICING_RIGHTS', title: '', body: '' }),
    publishMaterialTemplate: alone(template),
    importWorkingCalendar: alone({ year: 1, holidays: [], makeUpWorkingDays: [], source: '' }),
    createWebhookEndpoint: alone({ url: 'https://10.0.0.1/' }),
    markNotificationsRead: alone({ ids: [] }),
    setReviewDigest: alone({ enabled: true }),
    signAgreement: alone({ agreementId: acceptedAgreementIds[0] }),
    createCertificationRequest: alone({ product: { name: '\u0007' } }),

    updateSeller: on(nodes.Seller, {}, { staffSees: true }),
    retryNotification: on(nodes.Notification, {}, { staffSees: true }),
    updateWebhookEndpoint: on(nodes.WebhookEndpoint, { enabled: false }),
    rotateWebhookSecret: on(nodes.WebhookEndpoint),
    replayWebhookEvents: on(nodes.WebhookEndpoint, { after: Buffer.from('event:0').toString('base64url') }),
    deleteWebhookEndpoint: on(nodes.WebhookEndpoint),
    updateCertificationRequest: on(drafts.CertificationRequest, { product }),
    addSupportingProduct: { key: 'certificationRequestId', input: { ...request, product } },
    updateSupportingProduct: on(drafts.SupportingProduct, { product }),
    removeSupportingProduct: on(drafts.SupportingProduct),
    uploadMaterial: { key: 'certificationRequestId', input: { ...request, templateId: nodes.MaterialTemplate }, file },
    removeMaterial: on(drafts.Material),
    submitCertificationRequest: on(drafts.CertificationRequest, { acceptedAgreementIds }),
    copyCertificationRequest: on(drafts.CertificationRequest),
    withdrawCertificationRequest: on(nodes.CertificationRequest),
    discardCertificationRequest: on(drafts.CertificationRequest),
    answerFinding: on(nodes.Finding, { answer: 'It is so.' }),
    // Reviewers do not see drafts.
    claimReview: on(drafts.CertificationRequest),
    unclaimReview: on(drafts.CertificationRequest),
    reviewCertificationRequest: on(drafts.CertificationRequest, { phase: 'QUALIFICATION', digest, decision: 'APPROVE' }),
    createProductRelease: { key: 'certificationRequestId', input: { certificationRequestId: certified } },
    updateProductRelease: on(drafts.ProductRelease, { information: { description: 'Changed' } }),
    uploadProductLogo: {
      key: 'productReleaseId',
      input: { productReleaseId: drafts.ProductRelease },
      file: { name: 'logo.png', bytes: png(120, 120) },
    },
    submitProductRelease: on(drafts.ProductRelease),
    withdrawProductRelease: on(nodes.ProductRelease),
    discardProductRelease: on(drafts.ProductRelease),
    reviewProductRelease: on(drafts.ProductRelease, { digest, decision: 'APPROVE' }),
    delistProduct: on(nodes.Product, { reason: 'Gone.' }, { staffSees: true }),
  };
}

/** The code with which an operation is refused to somebody whatever it is about; null when it is not. Told from the table, by itself. */
export function refusalFor(operation: string, { roles, scopes, of }: Who, main: boolean): string | null {
  const { roles: allowed, scope }: Permission = permissions[operation]!;
  if (allowed === 'everyone') return null;
  const held = roles.filter((role) => allowed.includes(role));
  if (held.length === 0) return 'FORBIDDEN';
  if (!scope || held.some((role) => role !== Role.SELLER)) return null;
  if (of === null) return 'SELLER_NOT_REGISTERED';
  if (main || scopes.includes(scope)) return null;
  return scope === 'release:write' ? 'RELEASE_PERMISSION_REQUIRED' : 'FORBIDDEN';
}

/** Whether somebody sees an object of the owner's under a rule of the table. */
export function sees(rule: ObjectRule | 'draft', { roles, of, email }: Who): boolean {
  const own = of === 'owner' && roles.includes(Role.SELLER);
  const staff = isPlatform({ roles } as never);
  const keeper = roles.includes(Role.AUDITOR) || roles.includes(Role.PLATFORM_ADMIN);
  switch (rule) {
    case 'everyone':
      return true;
    case 'account':
    case 'seller':
    case 'release':
      return own || staff;
    case 'request':
      return own || staff || email;
    case 'inbox':
      return own || keeper;
    case 'endpoint':
    case 'draft':
      return own;
    case 'keepers':
      return keeper;
    default:
      throw new Error(`say who sees ${rule}`);
  }
}
