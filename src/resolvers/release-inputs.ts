import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { limits } from '../domain/limits.js';
import { BillingMode, ReleaseDecision, ReleaseKind, ReleaseStatus } from '../domain/words.js';
import { type ReleaseFilter, ReleaseOrder } from '../loaders/releases.js';
import type { IncomingFile } from '../services/file-intake.js';
import type { DetailsInput, InformationInput } from '../services/release-input.js';
import { FindingInput } from './certification-inputs.js';

registerEnumType(ReleaseOrder, {
  name: 'ProductReleaseOrder',
  description: 'The order of a list of releases. Those without the date come first, or last when descending.',
  valuesConfig: {
    CREATED_ASC: { description: 'Oldest first.' },
    CREATED_DESC: { description: 'Newest first.' },
    UPDATED_DESC: { description: 'Last changed first.' },
    SUBMITTED_ASC: { description: 'Longest waiting first.' },
    SUBMITTED_DESC: { description: 'Last submitted first.' },
    DUE_ASC: { description: 'Soonest due first.' },
  },
});

const versionDoc = 'The `version` that was read: CONFLICT when the release has changed since.';
const urlDoc = `http or https, at most ${limits.urlLength.toLocaleString('en')} characters.`;
const daysDoc = (from: number) => `In days: ${from} to ${limits.deliveryDays.toLocaleString('en')}.`;
const optional = { nullable: true } as const;

@InputType({ description: 'Narrows a list of releases; what is absent or null does not.' })
export class ProductReleaseFilter implements ReleaseFilter {
  @Field(() => [ReleaseStatus], { ...optional, description: 'Any of these.' }) status?: ReleaseStatus[] | null;
  @Field(() => ReleaseKind, { ...optional, description: 'First releases, or changes.' }) kind?: ReleaseKind | null;
  @Field(() => ID, { ...optional, description: 'Of this seller.' }) sellerId?: string | null;
  @Field(() => String, {
    ...optional,
    description: 'A part of number or product name, for the platform also of the company; at most 100 characters.',
  })
  search?: string | null;
  @Field(() => Boolean, { ...optional, description: 'Whether the due date has passed.' }) overdue?: boolean | null;
}

@InputType({ description: 'An image that customers start in their own account.' })
export class ImageDetailsInput {
  @Field(() => String, { ...optional, description: 'The id of the image, at most 64 characters.' }) imageId?: string | null;
  @Field(() => [String], { ...optional, description: 'Where it can be had, such as cn-north-4; at most 100.' }) regions?: string[] | null;
  @Field(() => String, { ...optional, description: 'At most 100 characters.' }) operatingSystem?: string | null;
  @Field(() => BillingMode, { ...optional, description: 'How customers pay.' }) billingMode?: BillingMode | null;
}
@InputType({ description: 'Software that runs with the seller and is used over the internet.' })
export class SaasDetailsInput {
  @Field(() => String, { ...optional, description: `Where the marketplace calls the seller's production system: ${urlDoc}` })
  productionApiUrl?: string | null;
  @Field(() => Boolean, { ...optional, description: 'Whether the platform supervises the service; cannot change once released.' })
  serviceSupervision?: boolean | null;
  @Field(() => BillingMode, { ...optional, description: 'How customers pay.' }) billingMode?: BillingMode | null;
}
@InputType({ description: 'Software that customers install with a license.' })
export class LicenseDetailsInput {
  @Field(() => Int, { ...optional, description: daysDoc(1) }) deliveryPeriodDays?: number | null;
  @Field(() => BillingMode, { ...optional, description: 'How customers pay.' }) billingMode?: BillingMode | null;
  @Field(() => String, { ...optional, description: `How to activate the license: ${urlDoc}` }) activationGuideUrl?: string | null;
}
@InputType({ description: 'Work that the seller does for a customer.' })
export class ProfessionalServiceDetailsInput {
  @Field(() => String, { ...optional, description: 'What is done, at most 4,000 characters.' }) serviceScope?: string | null;
  @Field(() => Int, { ...optional, description: daysDoc(1) }) deliveryPeriodDays?: number | null;
  @Field(() => String, { ...optional, description: 'What it is about, at most 4,000 characters.' }) relatedSoftware?: string | null;
}
@InputType({ description: 'Advice.' })
export class ConsultingServiceDetailsInput {
  @Field(() => String, { ...optional, description: `Where customers ask: ${urlDoc}` }) consultationUrl?: string | null;
}
@InputType({ description: 'A device that is sent.' })
export class HardwareDetailsInput {
  @Field(() => String, { ...optional, description: 'At most 100 characters.' }) model?: string | null;
  @Field(() => Int, { ...optional, description: 'Pieces in stock: 0 to 1,000,000,000.' }) inventory?: number | null;
  @Field(() => Int, { ...optional, description: daysDoc(0) }) shippingDays?: number | null;
}
@InputType({ description: 'Exactly one: that of the certified delivery method. Inside it, absent: as it was; null: cleared.' })
export class ReleaseDetailsInput implements DetailsInput {
  @Field(() => ImageDetailsInput, { ...optional, description: 'For IMAGE.' }) image?: ImageDetailsInput | null;
  @Field(() => SaasDetailsInput, { ...optional, description: 'For SAAS.' }) saas?: SaasDetailsInput | null;
  @Field(() => LicenseDetailsInput, { ...optional, description: 'For LICENSE.' }) license?: LicenseDetailsInput | null;
  @Field(() => ProfessionalServiceDetailsInput, { ...optional, description: 'For PROFESSIONAL_SERVICE.' })
  professionalService?: ProfessionalServiceDetailsInput | null;
  @Field(() => ConsultingServiceDetailsInput, { ...optional, description: 'For CONSULTING_SERVICE.' })
  consultingService?: ConsultingServiceDetailsInput | null;
  @Field(() => HardwareDetailsInput, { ...optional, description: 'For HARDWARE.' }) hardware?: HardwareDetailsInput | null;
}
@InputType({ description: 'What customers read of the product. Absent: as it was; null: cleared.' })
export class ProductInformationInput implements InformationInput {
  @Field(() => String, { ...optional, description: 'The certified name.' }) name?: string | null;
  @Field(() => String, { ...optional, description: 'Like V1.0; at most 20 characters.' }) productVersion?: string | null;
  @Field(() => String, { ...optional, description: 'At most 60 characters.' }) category?: string | null;
  @Field(() => [String], { ...optional, description: 'At most 10, of at most 100 characters each.' }) highlights?: string[] | null;
  @Field(() => String, { ...optional, description: 'At most 4,000 characters.' }) description?: string | null;
  @Field(() => String, { ...optional, description: 'An e-mail address that customers write to.' }) supportEmail?: string | null;
  @Field(() => String, { ...optional, description: 'A telephone number; without a country code it is read as Chinese.' })
  supportPhone?: string | null;
  @Field(() => ReleaseDetailsInput, { ...optional, description: 'What the delivery method has to tell.' })
  details?: ReleaseDetailsInput | null;
}

@InputType({ description: 'Which certified product to release. For one that is released: a change, while the old stays live.' })
export class CreateProductReleaseInput {
  @Field(() => ID, { description: 'The certified request, from `certifiedProducts`.' }) certificationRequestId: string;
  @Field(() => ProductInformationInput, { ...optional, description: 'What is known already.' })
  information?: ProductInformationInput | null;
}
@InputType({ description: 'Changes to a release.' })
export class UpdateProductReleaseInput {
  @Field(() => ID, { description: 'The release.' }) id: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
  @Field(() => ProductInformationInput, { description: 'The changes.' }) information: ProductInformationInput;
}
@InputType({ description: 'The logo of a product.' })
export class UploadProductLogoInput {
  @Field(() => ID, { description: 'The release.' }) productReleaseId: string;
  @Field(() => GraphQLUpload, { description: 'PNG, square, 120×120 pixels at least, 5 MiB at most; a part of this request.' })
  file: Promise<IncomingFile>;
}
@InputType({ description: 'Which release to submit.' })
export class SubmitProductReleaseInput {
  @Field(() => ID, { description: 'The release.' }) id: string;
  @Field(() => Int, { ...optional, description: versionDoc }) expectedVersion?: number | null;
}
@InputType({ description: 'Which release to take out of review.' })
export class WithdrawProductReleaseInput {
  @Field(() => ID, { description: 'The release.' }) id: string;
  @Field(() => String, { ...optional, description: 'Why, at most 2,000 characters.' }) reason?: string | null;
}
@InputType({ description: 'Which release to put out of sight.' })
export class DiscardProductReleaseInput {
  @Field(() => ID, { description: 'The release.' }) id: string;
}
@InputType({ description: 'A decision on a release.' })
export class ReviewProductReleaseInput {
  @Field(() => ID, { description: 'The release.' }) id: string;
  @Field(() => String, { description: 'The `digest` of the release that was read.' }) digest: string;
  @Field(() => ReleaseDecision, { description: 'What is decided.' }) decision: ReleaseDecision;
  @Field(() => String, { ...optional, description: 'Why, at most 2,000 characters; REJECT needs this or a finding.' }) reason?:
    | string
    | null;
  @Field(() => [FindingInput], { ...optional, description: 'What was found, at most 100.' }) findings?: FindingInput[] | null;
}
@InputType({ description: 'Which product to take off the market.' })
export class DelistProductInput {
  @Field(() => ID, { description: 'The product.' }) id: string;
  @Field(() => String, { description: 'Why, at most 2,000 characters.' }) reason: string;
}
