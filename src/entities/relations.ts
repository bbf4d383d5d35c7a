import type { Soon } from '../domain/soon.js';
import { ContactKind } from '../domain/words.js';
import { Agreement } from './agreement.js';
import { AgreementSignature } from './agreement-signature.js';
import { Contact } from './contact.js';
import { Finding } from './finding.js';
import { Material } from './material.js';
import { MaterialTemplate } from './material-template.js';
import { Product } from './product.js';
import { ProductRelease } from './product-release.js';
import { ReleaseReview } from './release-review.js';
import { Review } from './review.js';
import { Submission } from './submission.js';
import { SupportingProduct } from './supporting-product.js';
import { WorkingCalendar } from './working-calendar.js';

/** The rows of a table that belong to one parent: by which column, which of them, in which order. */
export interface Relation<T> {
  readonly entity: new () => T;
  readonly by: keyof T & string;
  /** Only rows in which these are null. */
  readonly isNull?: readonly (keyof T & string)[];
  readonly orderBy: readonly (keyof T & string)[];
}

/** A relation of whatever table. */
export interface AnyRelation {
  readonly entity: new () => object;
  readonly by: string;
  readonly isNull?: readonly string[];
  readonly orderBy: readonly string[];
}

/** The row of a relation that holds a word, of which each parent has one at the most. */
export interface Single<T> {
  readonly relation: Relation<T>;
  /** The property that holds the word. */
  readonly by: keyof T & string;
  readonly word: string;
}

/** A single row of whatever table. */
export interface AnySingle {
  readonly relation: AnyRelation;
  readonly by: string;
  readonly word: string;
}

const relation = <T>(
  entity: new () => T,
  by: keyof T & string,
  orderBy: (keyof T & string)[],
  isNull: (keyof T & string)[] = [],
): Relation<T> => ({
  entity,
  by,
  orderBy,
  isNull,
});

export const supportingProductsOfRequest = relation(SupportingProduct, 'certificationRequestId', ['position', 'id']);
export const contactsOfRequest = relation(Contact, 'certificationRequestId', ['kind']);
export const businessContactOfRequest: Single<Contact> = { relation: contactsOfRequest, by: 'kind', word: ContactKind.BUSINESS };
export const huaweiContactOfRequest: Single<Contact> = { relation: contactsOfRequest, by: 'kind', word: ContactKind.HUAWEI };
/** The current materials: neither replaced nor removed. */
export const materialsOfRequest = relation(Material, 'certificationRequestId', ['templateCode', 'revision'], ['replacedAt']);
export const submissionsOfRequest = relation(Submission, 'certificationRequestId', ['round']);
export const reviewsOfRequest = relation(Review, 'certificationRequestId', ['decidedAt', 'id']);
export const findingsOfRequest = relation(Finding, 'certificationRequestId', ['id']);
export const findingsOfRelease = relation(Finding, 'productReleaseId', ['id']);
export const findingsOfReview = relation(Finding, 'reviewId', ['id']);
export const reviewsOfRelease = relation(ReleaseReview, 'productReleaseId', ['decidedAt', 'id']);
export const releasesOfRequest = relation(ProductRelease, 'certificationRequestId', ['id']);
/** The product that was released from a certified request: one at the most. */
export const productOfRequest = relation(Product, 'certificationRequestId', ['id']);
export const commitmentsOfRequest = relation(AgreementSignature, 'certificationRequestId', ['id']);
/** The signatures of the program agreement: those of commitments name a request. */
export const programSignaturesOfSeller = relation(AgreementSignature, 'sellerId', ['signedAt', 'id'], ['certificationRequestId']);

/** Small tables that are read whole. */
export const currentTemplates = { entity: MaterialTemplate, isNull: ['replacedAt'], orderBy: ['code'] } as const;
/** Every version of every template, oldest first. */
export const templateVersions = { entity: MaterialTemplate, isNull: [], orderBy: ['code', 'version'] } as const;
export const agreementVersions = { entity: Agreement, isNull: [], orderBy: ['kind', 'version'] } as const;
export const workingCalendars = { entity: WorkingCalendar, isNull: [], orderBy: ['year'] } as const;

/** A table, or a part of one, that is read whole. */
export interface Whole<T> {
  readonly entity: new () => T;
  readonly isNull: readonly (keyof T & string)[];
  readonly orderBy: readonly (keyof T & string)[];
}

/** Reads what rules look at: rows in lists and details, entities in a transaction. */
export interface Rows {
  one<T extends { id: string }>(entity: new () => T, id: string): Soon<T | null>;
  /** `columns`: the properties that are read; all of them where none are named. */
  list<T extends object, K extends keyof T & string>(relation: Relation<T>, id: string, columns?: readonly K[]): Soon<Pick<T, K>[]>;
  all<T extends object>(whole: Whole<T>): Soon<T[]>;
}
