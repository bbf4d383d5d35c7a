import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { CertificationStatus, DeliveryMethod, FindingSeverity, type Instant, ReviewDecision, ReviewPhase } from '../domain/words.js';
import { DateTime } from '../entities/scalars.js';
import { type RequestFilter, RequestOrder } from '../loaders/requests.js';
import type { IncomingFile } from '../services/file-intake.js';
import type { ContactInput as ContactFields, ProductInput } from '../services/typed-input.js';

registerEnumType(RequestOrder, {
  name: 'CertificationRequestOrder',
  description: 'The order of a list of requests. Those without the date come first, or last when descending.',
  valuesConfig: {
    CREATED_ASC: { description: 'Oldest first.' },
    CREATED_DESC: { description: 'Newest first.' },
    UPDATED_ASC: { description: 'Longest unchanged first.' },
    UPDATED_DESC: { description: 'Last changed first.' },
    SUBMITTED_ASC: { description: 'Longest waiting first.' },
    SUBMITTED_DESC: { description: 'Last submitted first.' },
    DUE_ASC: { description: 'Soonest due first.' },
  },
});

const versionDoc = 'The `version` that was read: CONFLICT when the request has changed since.';
const optional = { nullable: true } as const;

@InputType({ description: 'Narrows a list of requests; what is absent or null does not.' })
export class CertificationRequestFilter implements RequestFilter {
  @Field(() => [CertificationStatus], { ...optional, description: 'Any of these.' }) status?: CertificationStatus[] | null;
  @Field(() => ReviewPhase, { ...optional, description: 'The phase that it is in, or that last decided on it.' })
  phase?: ReviewPhase | null;
  @Field(() => [DeliveryMethod], { ...optional, description: 'Any of these.' }) deliveryMethod?: DeliveryMethod[] | null;
  @Field(() => ID, { ...optional, description: 'Of this seller.' }) sellerId?: string | null;
  @Field(() => String, {
    ...optional,
    description: 'A part of number or product name, for the platform also of the company; at most 100 characters.',
  })
  search?: string | null;
  @Field(() => Boolean, { ...optional, description: 'Whether you hold the review.' }) claimedByMe?: boolean | null;
  @Field(() => Boolean, { ...optional, description: 'Whether the due date has passed.' }) overdue?: boolean | null;
  @Field(() => DateTime, { ...optional, description: 'Submitted after this.' }) submittedAfter?: Instant | null;
  @Field(() => DateTime, { ...optional, description: 'Submitted before this.' }) submittedBefore?: Instant | null;
}

@InputType({ description: 'The product to be certified. Absent: as it was; null: cleared.' })
export class CertificationProductInput implements ProductInput {
  @Field(() => String, {
    ...optional,
    description: 'At most 100 characters; no price, version or telephone number, and no “Huawei Cloud”.',
  })
  name?: string | null;
  @Field(() => String, { ...optional, description: 'Like V1.0; at most 20 characters.' }) version?: string | null;
  @Field(() => DeliveryMethod, { ...optional, description: 'The one in the quotation.' }) deliveryMethod?: DeliveryMethod | null;
  @Field(() => String, { ...optional, description: 'At most 60 characters.' }) category?: string | null;
  @Field(() => String, { ...optional, description: 'At most 4,000 characters.' }) introduction?: string | null;
}

@InputType({ description: 'A supporting product. Absent: as it was; null: cleared.' })
export class SupportingProductInput implements ProductInput {
  @Field(() => String, { ...optional, description: 'At most 100 characters; no price, version or telephone number.' }) name?: string | null;
  @Field(() => String, { ...optional, description: 'Like V1.0; at most 20 characters.' }) version?: string | null;
  @Field(() => DeliveryMethod, { ...optional, description: 'How it is delivered.' }) deliveryMethod?: DeliveryMethod | null;
  @Field(() => String, { ...optional, description: 'At most 4,000 characters.' }) introduction?: string | null;
}

@InputType({ description: 'A contact. Absent: as it was; null: cleared.' })
export class ContactInput implements ContactFields {
  @Field(() => String, { ...optional, description: 'At most 100 characters.' }) name?: string | null;
  @Field(() => String, { ...optional, description: 'A real mobile number; without a country code it is read as Chinese.' }) mobile?:
    | string
    | null;
  @Field(() => String, { ...optional, description: 'At most 254 characters.' }) email?: string | null;
}

@InputType({ description: 'A new draft; everything may be left for later.' })
export class CreateCertificationRequestInput {
  @Field(() => CertificationProductInput, { ...optional, description: 'The product to be certified.' })
  product?: CertificationProductInput | null;
  @Field(() => [SupportingProductInput], { ...optional, description: 'Further products, in their order; at most 50.' })
  supportingProducts?: SupportingProductInput[] | null;
  @Field(() => ContactInput, { ...optional, description: 'The business contact of the company.' }) businessContact?: ContactInput | null;
  @Field(() => ContactInput, { ...optional, description: 'The Huawei contact.' }) huaweiContact?: ContactInput | null;
}

@InputType({ description: 'Changes to a draft. Absent: as it was; null: cleared.' })
export class UpdateCertificationRequestInput {
  @Field(() => ID, { description: 'The request.' }) id: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
  @Field(() => CertificationProductInput, { ...optional, description: 'The product.' }) product?: CertificationProductInput | null;
  @Field(() => ContactInput, { ...optional, description: 'The business contact.' }) businessContact?: ContactInput | null;
  @Field(() => ContactInput, { ...optional, description: 'The Huawei contact.' }) huaweiContact?: ContactInput | null;
}

@InputType({ description: 'A supporting product to add at the end of the list.' })
export class AddSupportingProductInput {
  @Field(() => ID, { description: 'The request.' }) certificationRequestId: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
  @Field(() => SupportingProductInput, { description: 'The product.' }) product: SupportingProductInput;
}
@InputType({ description: 'Changes to a supporting product.' })
export class UpdateSupportingProductInput {
  @Field(() => ID, { description: 'The supporting product.' }) id: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
  @Field(() => SupportingProductInput, { description: 'What changes.' }) product: SupportingProductInput;
}
@InputType({ description: 'A supporting product to remove.' })
export class RemoveSupportingProductInput {
  @Field(() => ID, { description: 'The supporting product.' }) id: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
}
@InputType({ description: 'A file for a template: exactly one of `file` and `uploadId`.' })
export class UploadMaterialInput {
  @Field(() => ID, { description: 'The request.' }) certificationRequestId: string;
  @Field(() => ID, { description: 'The template that it fills in.' }) templateId: string;
  @Field(() => GraphQLUpload, { ...optional, description: 'A part of this multipart request.' }) file?: Promise<IncomingFile> | null;
  @Field(() => ID, { ...optional, description: 'A resumable upload that is complete.' }) uploadId?: string | null;
}
@InputType({ description: 'A material to take away.' })
export class RemoveMaterialInput {
  @Field(() => ID, { description: 'The material.' }) id: string;
}
@InputType({ description: 'A request to submit.' })
export class SubmitCertificationRequestInput {
  @Field(() => ID, { description: 'The request.' }) id: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
  @Field(() => [ID], { description: 'The agreements SERVICE_ASSURANCE and PRICING_RIGHTS, in the versions that were read.' })
  acceptedAgreementIds: string[];
}
@InputType({ description: 'A request to copy.' })
export class CopyCertificationRequestInput {
  @Field(() => ID, { description: 'Any request of your seller, whatever its status.' }) id: string;
}
@InputType({ description: 'A request to take out of review.' })
export class WithdrawCertificationRequestInput {
  @Field(() => ID, { description: 'The request.' }) id: string;
  @Field(() => String, { ...optional, description: 'Why; at most 2,000 characters.' }) reason?: string | null;
}
@InputType({ description: 'A draft to put out of sight.' })
export class DiscardCertificationRequestInput {
  @Field(() => ID, { description: 'The draft.' }) id: string;
}
@InputType({ description: 'An answer to a finding.' })
export class AnswerFindingInput {
  @Field(() => ID, { description: 'The finding.' }) id: string;
  @Field(() => String, { description: 'What was done about it; at most 2,000 characters.' }) answer: string;
}
@InputType({ description: 'A review to claim.' })
export class ClaimReviewInput {
  @Field(() => ID, { description: 'A certification request or a product release.' }) id: string;
}
@InputType({ description: 'A review to give back.' })
export class UnclaimReviewInput {
  @Field(() => ID, { description: 'A certification request or a product release.' }) id: string;
}
@InputType({ description: 'Something that a reviewer found: about a field, a material, or the whole request.' })
export class FindingInput {
  @Field(() => FindingSeverity, { description: 'How much it weighs.' }) severity: FindingSeverity;
  @Field(() => String, { description: 'What was found; at most 2,000 characters.' }) message: string;
  @Field(() => String, { ...optional, description: 'How to mend it; at most 2,000 characters.' }) hint?: string | null;
  @Field(() => [String], { ...optional, description: 'The field, such as ["product", "name"].' }) path?: string[] | null;
  @Field(() => ID, { ...optional, description: 'The material.' }) materialId?: string | null;
}
@InputType({ description: 'A decision on one phase.' })
export class ReviewCertificationRequestInput {
  @Field(() => ID, { description: 'The request.' }) id: string;
  @Field(() => ReviewPhase, { description: 'The phase that decides; it must be the present one.' }) phase: ReviewPhase;
  @Field(() => String, { description: 'The digest of the submission that was read.' }) digest: string;
  @Field(() => ReviewDecision, { description: 'The decision.' }) decision: ReviewDecision;
  @Field(() => String, { ...optional, description: 'Why; a negative decision needs a reason or a finding. At most 2,000 characters.' })
  reason?: string | null;
  @Field(() => [FindingInput], { ...optional, description: 'What was found; at most 100.' }) findings?: FindingInput[] | null;
}
