import { type Json, Person } from './client.js';
import { png } from './png.js';
import { completeProduct, type SellerPerson, type World } from './world.js';

/** All that tests assert of a release to show that nothing, or just one thing, has changed. */
export const wholeRelease = `
  id number version kind status name productVersion category highlights description supportEmail supportPhone digest
  details { ... on ConsultingServiceDetails { consultationUrl } }
  logo { sha256 bytes contentType } rejectionReasons
  findings { id status severity message path answer } product { id status }
  createdAt updatedAt submittedAt decidedAt
  timeline(first: 100) { nodes { id type phase reason actor { role } } }`;

/** Product information that can be submitted for a consulting service. */
export const information = {
  category: 'Consulting',
  highlights: ['Fixed price', 'On site'],
  description: 'Plans the move of a shop to the cloud.',
  supportEmail: 'support@example.com',
  supportPhone: '0755-28780808',
  details: { consultingService: { consultationUrl: 'https://example.com/ask' } },
};

/** Releases of sellers of one world. */
export class Releases {
  constructor(readonly world: World) {}

  /** A release with nothing but what is given. */
  async begun(seller: Person, certificationRequestId: string, info: Json = null): Promise<string> {
    const { productRelease } = await seller.do(
      'createProductRelease',
      { certificationRequestId, information: info },
      'productRelease { id }',
    );
    return productRelease.id;
  }

  /** A release that can be submitted as it is. */
  async complete(seller: Person, certificationRequestId: string, info: Json = {}): Promise<string> {
    const id = await this.begun(seller, certificationRequestId, { ...information, ...info });
    await this.uploadLogo(seller, id);
    return id;
  }

  async uploadLogo(seller: Person, productReleaseId: string, bytes: Uint8Array = png(120, 120)): Promise<void> {
    const { userErrors } = await seller.upload('uploadProductLogo', { productReleaseId }, { file: { name: 'logo.png', bytes } });
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  }

  /** A release in review. */
  async submitted(seller: Person, certificationRequestId: string): Promise<string> {
    const id = await this.complete(seller, certificationRequestId);
    await seller.do('submitProductRelease', { id });
    return id;
  }

  /** Decides as the operations manager and answers the payload. */
  async decide(id: string, decision: string, rest: Json = {}): Promise<Json> {
    const { digest } = await this.look(this.world.operationsManager, id);
    const selection = `productRelease { ${wholeRelease} } product { id status serviceInformation { productUrl } }`;
    return this.world.operationsManager.do('reviewProductRelease', { id, decision, digest, ...rest }, selection);
  }

  /** A product that is live. */
  async released(seller: Person, certificationRequestId: string): Promise<{ releaseId: string; productId: string }> {
    const releaseId = await this.submitted(seller, certificationRequestId);
    return { releaseId, productId: (await this.decide(releaseId, 'APPROVE')).product.id };
  }

  /** The whole release, as somebody sees it. */
  async look(viewer: Person, id: string): Promise<Json> {
    return (await viewer.query(`query ($id: ID!) { productRelease(id: $id) { ${wholeRelease} } }`, { id })).productRelease;
  }

  async product(viewer: Person, id: string): Promise<Json> {
    const fields =
      'id status name deliveryMethod releasedAt delistedAt serviceInformation { productUrl } currentRelease { id number productVersion } releases { totalCount nodes { id kind status } } certificationRequest { id number product { name } }';
    return (await viewer.query(`query ($id: ID!) { product(id: $id) { ${fields} } }`, { id })).product;
  }

  /** Registers another seller account of the same company, which has signed. */
  sameCompany(seller: SellerPerson): Promise<SellerPerson> {
    return this.world.newSeller({ companyFields: { registrationNumber: seller.registrationNumber } });
  }

  /** Somebody else of a role. */
  another(role: string): Promise<Person> {
    return Person.as(this.world.place, role, { subject: `${role}-another` });
  }
}

export const certifiedName = completeProduct.name;
