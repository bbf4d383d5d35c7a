import { randomUUID } from 'node:crypto';
import { filledQuotation } from '../../src/cli/quotation-form.js';
import { type Json, Person, type Place, sharedServer, shippedFile } from './client.js';

/** What a complete request of the consulting kind holds: the kind that needs the fewest materials. */
export const completeProduct = {
  name: 'Cloud Move',
  version: 'V1.0',
  deliveryMethod: 'CONSULTING_SERVICE',
  category: 'Consulting',
  introduction: 'Plans the move of a shop to the cloud.',
};
export const businessContact = { name: '李雷', mobile: '13800138000', email: 'li.lei@example.com' };
export const huaweiContact = { name: 'Han Meimei', mobile: '+86 139 1234 5678', email: 'han.meimei@example.com' };
export const company = {
  registrationNumber: '91440300EXAMPLE01',
  name: 'Example Software Ltd.',
  introduction: 'Builds examples.',
  businessTermStart: '2015-03-18',
};

/** All that tests assert of a request to show that nothing, or just one thing, has changed. */
export const everything = `
  id number version status phase waitingOn updatedAt submittedAt decidedAt
  product { name version deliveryMethod category introduction }
  supportingProducts { id name version deliveryMethod introduction position }
  businessContact { id kind name mobile email } huaweiContact { id kind name mobile email }
  commitments { signedAt agreement { id kind version } }
  materials { id revision status file { name bytes sha256 contentType } template { code version } }
  submissions { round digest submittedAt }
  reviews { id round phase decision reason digest }
  findings { id status severity message answer }
  rejectionReasons
  timeline(first: 100) { nodes { id type phase reason } }`;

/** People and requests on one server; each test file makes its own and meets no other. */
export class World {
  private constructor(
    readonly place: Place,
    readonly admin: Person,
    readonly qualificationReviewer: Person,
    readonly productReviewer: Person,
    readonly operationsManager: Person,
    readonly auditor: Person,
    readonly anonymous: Person,
  ) {}

  static async open(place: Place = sharedServer()): Promise<World> {
    const as = (role: string) => Person.as(place, role, { subject: `${role}-${randomUUID()}` });
    return new World(
      place,
      await as('admin'),
      await as('qualification-reviewer'),
      await as('product-reviewer'),
      await as('operations-manager'),
      await as('auditor'),
      Person.anonymous(place),
    );
  }

  reviewer(phase: string): Person {
    return phase === 'QUALIFICATION' ? this.qualificationReviewer : this.productReviewer;
  }

  /** Registers a seller of a company of its own; unless told otherwise it has signed the program agreement. */
  async newSeller({
    signed = true,
    companyFields = {},
    accountSubject = randomUUID() as string,
  }: {
    signed?: boolean;
    companyFields?: Json;
    accountSubject?: string;
  } = {}): Promise<SellerPerson> {
    const registrationNumber = `91${randomUUID().slice(0, 16).toUpperCase()}`;
    const input = { accountSubject, company: { ...company, registrationNumber, ...companyFields } };
    const { seller } = await this.admin.do('registerSeller', input, 'seller { id company { registrationNumber } }');
    const person = await Person.as(this.place, 'seller', { seller: seller.id });
    if (signed) await person.do('signAgreement', { agreementId: await this.agreementId('JOINT_PARTNER_PROGRAM') });
    return Object.assign(person, {
      sellerId: seller.id as string,
      accountSubject,
      registrationNumber: seller.company.registrationNumber,
    });
  }

  async agreementId(kind: string): Promise<string> {
    return (await this.admin.query('query ($kind: AgreementKind) { agreements(kind: $kind) { id } }', { kind })).agreements[0].id;
  }

  async commitments(): Promise<string[]> {
    return [await this.agreementId('SERVICE_ASSURANCE'), await this.agreementId('PRICING_RIGHTS')];
  }

  async templates(deliveryMethod = completeProduct.deliveryMethod): Promise<{ id: string; code: string; file: { name: string } }[]> {
    const query = 'query ($m: DeliveryMethod) { materialTemplates(deliveryMethod: $m) { id code version required phase file { name } } }';
    return (await this.admin.query(query, { m: deliveryMethod })).materialTemplates;
  }

  async templateId(code: string, deliveryMethod?: string): Promise<string> {
    return (await this.templates(deliveryMethod)).find((template) => template.code === code)!.id;
  }

  /** A draft with nothing in it but what is given. */
  async draft(seller: Person, input: Json = {}): Promise<string> {
    return (await seller.do('createCertificationRequest', input, 'certificationRequest { id }')).certificationRequest.id;
  }

  /** A draft that can be submitted as it is. */
  async completeDraft(seller: Person, product: Json = {}): Promise<string> {
    const whole = { ...completeProduct, ...product };
    const id = await this.draft(seller, { product: whole, businessContact });
    await this.uploadAll(seller, id, whole);
    return id;
  }

  /** Uploads every material that the delivery method needs. */
  async uploadAll(seller: Person, id: string, product: { name: string; deliveryMethod: string }): Promise<void> {
    for (const { id: templateId, code, file } of await this.templates(product.deliveryMethod)) {
      const bytes =
        code === 'QUOTATION'
          ? filledQuotation({ PRODUCT_NAME: product.name, DELIVERY_METHOD: product.deliveryMethod })
          : shippedFile(file.name);
      await this.uploadMaterial(seller, id, templateId, { name: file.name, bytes });
    }
  }

  async uploadMaterial(
    seller: Person,
    certificationRequestId: string,
    templateId: string,
    file: { name: string; bytes: Uint8Array },
  ): Promise<Json> {
    const selection = 'material { id revision status } certificationRequest { version }';
    const payload = await seller.upload('uploadMaterial', { certificationRequestId, templateId }, { file }, selection);
    if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors));
    return payload;
  }

  async submit(seller: Person, id: string): Promise<void> {
    await seller.do('submitCertificationRequest', { id, acceptedAgreementIds: await this.commitments() });
  }

  /** A request in qualification review. */
  async submitted(seller: Person, product: Json = {}): Promise<string> {
    const id = await this.completeDraft(seller, product);
    await this.submit(seller, id);
    return id;
  }

  /** The digest of the last submission. */
  async digest(id: string, viewer: Person = this.qualificationReviewer): Promise<string> {
    const query = 'query ($id: ID!) { certificationRequest(id: $id) { submissions { digest } } }';
    return (await viewer.query(query, { id })).certificationRequest.submissions.at(-1).digest;
  }

  async decide(id: string, phase: string, decision: string, rest: Json = {}): Promise<Json> {
    const input = { id, phase, decision, digest: await this.digest(id), ...rest };
    return this.reviewer(phase).do('reviewCertificationRequest', input, `certificationRequest { ${everything} } review { id }`);
  }

  async inProductReview(seller: Person): Promise<string> {
    const id = await this.submitted(seller);
    await this.decide(id, 'QUALIFICATION', 'APPROVE');
    return id;
  }

  async certified(seller: Person): Promise<string> {
    const id = await this.inProductReview(seller);
    await this.decide(id, 'PRODUCT', 'APPROVE');
    return id;
  }

  /** A request whose changes were asked for in a phase, with one blocking finding. */
  async changesRequested(seller: Person, phase = 'QUALIFICATION'): Promise<{ id: string; findingId: string }> {
    const id = phase === 'QUALIFICATION' ? await this.submitted(seller) : await this.inProductReview(seller);
    const findings = [{ severity: 'BLOCKER', message: 'Say more.', hint: 'A page or two.', path: ['product', 'introduction'] }];
    const { certificationRequest } = await this.decide(id, phase, 'REQUEST_CHANGES', { reason: 'Too short.', findings });
    return { id, findingId: certificationRequest.findings[0].id };
  }

  /** The whole request, as somebody sees it. */
  async look(viewer: Person, id: string): Promise<Json> {
    return (await viewer.query(`query ($id: ID!) { certificationRequest(id: $id) { ${everything} } }`, { id })).certificationRequest;
  }

  /** Runs `act` and answers whether the request is the same to the last field before and after it. */
  async unchanged(viewer: Person, id: string, act: () => Promise<unknown>): Promise<{ before: Json; after: Json }> {
    const before = await this.look(viewer, id);
    await act();
    return { before, after: await this.look(viewer, id) };
  }
}

/** The main person of a seller. */
export type SellerPerson = Person & { sellerId: string; accountSubject: string; registrationNumber: string };
