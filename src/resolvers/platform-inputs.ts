import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import { Field, ID, InputType, Int } from 'type-graphql';
import { AgreementKind, type Day, DeliveryMethod, type Instant, ReviewPhase, SellerStatus } from '../domain/words.js';
import type { NamedDay } from '../domain/working-days.js';
import { DateScalar, DateTime } from '../entities/scalars.js';
import type { CalendarInput } from '../services/calendar-service.js';
import type { IncomingFile } from '../services/file-intake.js';
import type { CompanyInput as CompanyFields } from '../services/seller-service.js';

@InputType({ description: 'A company as its seller account has it.' })
export class CompanyInput implements CompanyFields {
  @Field(() => String, { description: 'The legal entity; at most 64 characters.' }) registrationNumber: string;
  @Field(() => String, { description: 'At most 200 characters.' }) name: string;
  @Field(() => String, { description: 'What it does; at most 4,000 characters.' }) introduction: string;
  @Field(() => DateScalar, { description: 'First day of the business term.' }) businessTermStart: Day;
  @Field(() => DateScalar, { nullable: true, description: 'Last day of the business term; null when it has no fixed end.' })
  businessTermEnd?: Day | null;
}
@InputType({ description: 'A seller account to register.' })
export class RegisterSellerInput {
  @Field(() => String, { description: "The identity provider's subject of the main account; at most 255 characters." })
  accountSubject: string;
  @Field(() => CompanyInput, { description: 'The company.' }) company: CompanyInput;
  @Field(() => GraphQLUpload, { nullable: true, description: 'The business license: PDF, PNG or JPEG, at most 20 MiB.' })
  businessLicense?: Promise<IncomingFile> | null;
}
@InputType({ description: 'Changes to a seller account; what is absent or null stays.' })
export class UpdateSellerInput {
  @Field(() => ID, { description: 'The seller.' }) id: string;
  @Field(() => CompanyInput, { nullable: true, description: 'The company, whole.' }) company?: CompanyInput | null;
  @Field(() => SellerStatus, { nullable: true, description: 'Suspend it, or lift the suspension.' }) status?: SellerStatus | null;
  @Field(() => GraphQLUpload, { nullable: true, description: 'A new business license.' }) businessLicense?: Promise<IncomingFile> | null;
}
@InputType({ description: 'An agreement to sign.' })
export class SignAgreementInput {
  @Field(() => ID, { description: 'The current version of the Joint Partner Program agreement.' }) agreementId: string;
}
@InputType({ description: 'The next version of an agreement.' })
export class PublishAgreementInput {
  @Field(() => AgreementKind, { description: 'Which agreement.' }) kind: AgreementKind;
  @Field(() => String, { description: 'At most 100 characters.' }) title: string;
  @Field(() => String, { description: 'The whole text, as Markdown; at most 16,000 characters.' }) body: string;
  @Field(() => DateTime, { nullable: true, description: 'From when it is in force; by default at once.' }) effectiveFrom?: Instant | null;
}
@InputType({ description: 'A material template, or the next version of one.' })
export class PublishMaterialTemplateInput {
  @Field(() => String, { description: 'Capital letters, digits and underscores; a known code makes the next version.' }) code: string;
  @Field(() => String, { description: 'At most 100 characters.' }) name: string;
  @Field(() => String, { description: 'At most 1,000 characters.' }) description: string;
  @Field(() => ReviewPhase, { description: 'The phase that judges the material.' }) phase: ReviewPhase;
  @Field(() => Boolean, { description: 'Whether a request cannot be submitted without it.' }) required: boolean;
  @Field(() => [DeliveryMethod], { description: 'The delivery methods that it is for; at least one.' }) deliveryMethods: DeliveryMethod[];
  @Field(() => [String], { description: 'Media types that an upload may have; at least one.' }) acceptedTypes: string[];
  @Field(() => Int, { description: 'The largest upload, in bytes; at most 104,857,600.' }) maxBytes: number;
  @Field(() => GraphQLUpload, { nullable: true, description: 'The empty form to download.' }) file?: Promise<IncomingFile> | null;
}
@InputType({ description: 'A day that is not what its weekday says.' })
export class CalendarDayInput implements NamedDay {
  @Field(() => DateScalar, { description: 'A day of the year.' }) date: Day;
  @Field(() => String, { description: 'The holiday that makes it so; at most 100 characters.' }) name: string;
}
@InputType({ description: 'The calendar of a year.' })
export class ImportWorkingCalendarInput implements CalendarInput {
  @Field(() => Int, { description: 'From 2000 to 2100.' }) year: number;
  @Field(() => [CalendarDayInput], { description: 'Days off beside the weekends; at most 366.' }) holidays: CalendarDayInput[];
  @Field(() => [CalendarDayInput], { description: 'Saturdays and Sundays that are worked; at most 366.' })
  makeUpWorkingDays: CalendarDayInput[];
  @Field(() => String, { description: 'Where it comes from, such as the notice that announces it; at most 1,000 characters.' })
  source: string;
}
