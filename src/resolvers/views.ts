import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { ActorRecord } from '../domain/actor.js';
import type { CompanyFacts, FileFacts, QuotationFacts } from '../domain/certification-facts.js';
import type { UserErrorCode } from '../domain/error-codes.js';
import type { Soon } from '../domain/soon.js';
import { Action, CheckSeverity, ClockState, type Day, DeliveryMethod, type Instant, Role } from '../domain/words.js';

import { DateScalar, DateTime, Decimal, EmailAddress, JsonScalar } from '../entities/scalars.js';
import { Seller } from '../entities/seller.js';
import { UserErrorCodes } from './enums.js';

@ObjectType({ description: 'Something that the caller can fix. Nothing was changed.', simpleResolvers: true })
export class UserError {
  @Field(() => UserErrorCodes, { description: 'What is wrong; the same in every language.' })
  code: UserErrorCode;
  @Field(() => String, { description: 'One sentence for a person, in the language of Accept-Language: English or Chinese.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Where in `input` it lies, such as ["product", "name"]; null for the whole.' })
  path: readonly string[] | null;
}

/** A person as stored with what it did; the resolver shows it by the viewer's rights. */
@ObjectType('Actor', { description: 'Somebody who acted. A seller sees a reviewer by role, not by name.', simpleResolvers: true })
export class ActorView {
  @Field(() => String, { description: 'The name, or the words for the role.' })
  name: string;
  @Field(() => Role, { nullable: true, description: 'The role in which it acted.' })
  role: ActorRecord['role'];
}

@ObjectType('FileInfo', { description: 'A stored file, known by its content.', simpleResolvers: true })
export class FileInfo implements FileFacts {
  @Field(() => String, { description: 'The name to show; at most 200 characters.' })
  name: string;
  @Field(() => String, { description: 'The media type, told by the content.' })
  contentType: string;
  @Field(() => Int, { description: 'The size in bytes.' })
  bytes: number;
  @Field(() => String, { description: 'The sha256 of the content, in hexadecimal.' })
  sha256: string;
  /** The material, template or seller that it belongs to. */
  ownerId: string;
}

@ObjectType('Company', { description: 'A company as its seller account has it; a request cannot change it (R8).', simpleResolvers: true })
export class CompanyView implements Omit<CompanyFacts, 'businessLicense'> {
  @Field(() => String, { description: 'The legal entity; two seller accounts can belong to one.' })
  registrationNumber: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'What it does.' })
  introduction: string;
  @Field(() => DateScalar, { description: 'First day of the business term.' })
  businessTermStart: Day;
  @Field(() => DateScalar, { nullable: true, description: 'Last day of the business term; null when it has no fixed end.' })
  businessTermEnd: Day | null;
  @Field(() => FileInfo, { nullable: true, description: 'The business license.' })
  businessLicense: FileInfo | null;
}

@ObjectType('CertificationProduct', { description: 'The product to be certified; a draft may be half done.', simpleResolvers: true })
export class CertificationProductView {
  @Field(() => String, { nullable: true, description: 'Its name, at most 100 characters.' })
  name: string | null;
  @Field(() => String, { nullable: true, description: 'Its version, such as V1.0.' })
  version: string | null;
  @Field(() => DeliveryMethod, { nullable: true, description: 'How it is delivered; the one in the quotation.' })
  deliveryMethod: DeliveryMethod | null;
  @Field(() => String, { nullable: true, description: 'Its category, at most 60 characters.' })
  category: string | null;
  @Field(() => String, { nullable: true, description: 'What it is, at most 4,000 characters.' })
  introduction: string | null;
}

@ObjectType('Quotation', { description: 'What the uploaded quotation workbook says.', simpleResolvers: true })
export class QuotationView implements QuotationFacts {
  @Field(() => String, { description: 'The number of the quotation.' })
  number: string;
  @Field(() => String, { description: 'The name of the product.' })
  productName: string;
  @Field(() => DeliveryMethod, { description: 'How the product is delivered.' })
  deliveryMethod: DeliveryMethod;
  @Field(() => Decimal, { description: 'The list price.' })
  listPrice: string;
  @Field(() => Decimal, { description: 'The sales base price.' })
  salesBasePrice: string;
  @Field(() => Decimal, { description: 'The revenue sharing base price.' })
  revenueSharingBasePrice: string;
  @Field(() => String, { description: 'The currency of all three, by its ISO 4217 code.' })
  currency: string;
}

@ObjectType('Check', { description: 'One thing that a submit looks at.', simpleResolvers: true })
export class CheckView {
  @Field(() => UserErrorCodes, { description: 'The code with which a submit would refuse.' })
  code: UserErrorCode;
  @Field(() => CheckSeverity, { description: 'Whether it stops a submit when it fails.' })
  severity: CheckSeverity;
  @Field(() => Boolean, { description: 'Whether it holds now.' })
  passed: boolean;
  @Field(() => String, { description: 'What to do, in the language of Accept-Language.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'The field or material that it is about.' })
  path: readonly string[] | null;
}

@ObjectType('AvailableAction', { description: 'Something that the viewer can do, now or later.', simpleResolvers: true })
export class AvailableActionView {
  @Field(() => Action, { description: 'What.' })
  action: Action;
  @Field(() => Boolean, { description: 'Whether it can be done now.' })
  allowed: boolean;
  @Field(() => [CheckView], { description: 'What stands in the way; empty when it is allowed.' })
  blockers: CheckView[];
}

@ObjectType('FieldChange', { description: 'A field that differs from the round before.', simpleResolvers: true })
export class FieldChangeView {
  @Field(() => [String], { description: 'The field, by its path in the snapshot.' })
  path: string[];
  @Field(() => JsonScalar, { nullable: true, description: 'What it was; null when it was not there.' })
  before: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'What it is; null when it is gone.' })
  after: unknown;
}

@ObjectType('ReviewClock', { description: 'The time that a review takes.', simpleResolvers: true })
export class ReviewClockView {
  @Field(() => ClockState, { description: 'Whether the time runs.' })
  state: ClockState;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When the review is due, by business hours and working calendars; null while its time does not run.',
  })
  dueAt: Instant | null;
  @Field(() => Boolean, {
    description: 'Whether `dueAt` counts a year that no working calendar covers: there, weekends alone were taken for days off.',
  })
  dueIsEstimate: boolean;
  @Field(() => Float, { nullable: true, description: 'Working days that are left, 0 once it is overdue; null when no time runs or waits.' })
  workingDaysLeft: number | null;
  @Field(() => Boolean, { description: 'Whether the due date has passed.' })
  overdue: boolean;
  /** What looks up the place and the estimate, for when they are asked for. */
  findPosition: () => Soon<number> | null;
  estimateDecision: () => Promise<Instant | null>;
}

@ObjectType('ReviewClaim', { description: 'That a reviewer holds the review.', simpleResolvers: true })
export class ReviewClaimView {
  @Field(() => Boolean, { description: 'Whether the viewer holds it.' })
  mine: boolean;
  @Field(() => DateTime, { description: 'When the lease ends.' })
  until: Instant;
}

@ObjectType('Viewer', { description: 'The person whose token this is.', simpleResolvers: true })
export class ViewerView {
  @Field(() => String, { description: "The identity provider's name for the person." })
  subject: string;
  @Field(() => String, { nullable: true, description: "The person's name." })
  name: string | null;
  @Field(() => EmailAddress, { nullable: true, description: 'The e-mail address, when the identity provider has verified it.' })
  email: string | null;
  @Field(() => [Role], { description: 'What the person may do.' })
  roles: readonly Role[];
  @Field(() => [String], { description: "What the person may do for its seller; a seller's main account may do everything." })
  scopes: readonly string[];
  @Field(() => Seller, { nullable: true, description: 'The seller account that the person works for.' })
  seller: Seller | null;
}

@ObjectType({ description: 'Where a page lies in its list (Relay Cursor Connections).', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage: boolean;
  @Field(() => Boolean, { description: 'Whether there is more before this page.' })
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true, description: 'Pass as `before` for what comes before.' })
  startCursor: string | null;
  @Field(() => String, { nullable: true, description: 'Pass as `after` for what comes after.' })
  endCursor: string | null;
}
