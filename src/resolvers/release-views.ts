import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import type { DetailsByMethod, ReleaseDetails } from '../domain/release-facts.js';
import { BillingMode, DeliveryMethod } from '../domain/words.js';
import { Url } from '../entities/scalars.js';

const optional = { nullable: true } as const;

@ObjectType({ description: 'An image that customers start in their own account.', simpleResolvers: true })
export class ImageDetails implements Partial<DetailsByMethod['IMAGE']> {
  @Field(() => String, { ...optional, description: 'The id of the image.' }) imageId: string | null;
  @Field(() => [String], { ...optional, description: 'Where it can be had, such as cn-north-4.' }) regions: string[] | null;
  @Field(() => String, { ...optional, description: 'The operating system of the image.' }) operatingSystem: string | null;
  @Field(() => BillingMode, { ...optional, description: 'How customers pay.' }) billingMode: BillingMode | null;
}
@ObjectType({ description: 'Software that runs with the seller and is used over the internet.', simpleResolvers: true })
export class SaasDetails implements Partial<DetailsByMethod['SAAS']> {
  @Field(() => Url, { ...optional, description: "Where the marketplace calls the seller's production system." })
  productionApiUrl: string | null;
  @Field(() => Boolean, { ...optional, description: 'Whether the platform supervises the service; cannot change once released.' })
  serviceSupervision: boolean | null;
  @Field(() => BillingMode, { ...optional, description: 'How customers pay.' }) billingMode: BillingMode | null;
}
@ObjectType({ description: 'Software that customers install with a license.', simpleResolvers: true })
export class LicenseDetails implements Partial<DetailsByMethod['LICENSE']> {
  @Field(() => Int, { ...optional, description: 'Days until the license is delivered.' }) deliveryPeriodDays: number | null;
  @Field(() => BillingMode, { ...optional, description: 'How customers pay.' }) billingMode: BillingMode | null;
  @Field(() => Url, { ...optional, description: 'How to activate the license.' }) activationGuideUrl: string | null;
}
@ObjectType({ description: 'Work that the seller does for a customer.', simpleResolvers: true })
export class ProfessionalServiceDetails implements Partial<DetailsByMethod['PROFESSIONAL_SERVICE']> {
  @Field(() => String, { ...optional, description: 'What is done.' }) serviceScope: string | null;
  @Field(() => Int, { ...optional, description: 'Days until it is done.' }) deliveryPeriodDays: number | null;
  @Field(() => String, { ...optional, description: 'What it is about.' }) relatedSoftware: string | null;
}
@ObjectType({ description: 'Advice.', simpleResolvers: true })
export class ConsultingServiceDetails implements Partial<DetailsByMethod['CONSULTING_SERVICE']> {
  @Field(() => Url, { ...optional, description: 'Where customers ask.' }) consultationUrl: string | null;
}
@ObjectType({ description: 'A device that is sent.', simpleResolvers: true })
export class HardwareDetails implements Partial<DetailsByMethod['HARDWARE']> {
  @Field(() => String, { ...optional, description: 'The model.' }) model: string | null;
  @Field(() => Int, { ...optional, description: 'Pieces in stock.' }) inventory: number | null;
  @Field(() => Int, { ...optional, description: 'Days until it is sent.' }) shippingDays: number | null;
}

const viewOf = {
  [DeliveryMethod.IMAGE]: ImageDetails,
  [DeliveryMethod.SAAS]: SaasDetails,
  [DeliveryMethod.LICENSE]: LicenseDetails,
  [DeliveryMethod.PROFESSIONAL_SERVICE]: ProfessionalServiceDetails,
  [DeliveryMethod.CONSULTING_SERVICE]: ConsultingServiceDetails,
  [DeliveryMethod.HARDWARE]: HardwareDetails,
} as const;

/** The GraphQL type of details: that of their delivery method. */
export const typeOfDetails = ({ deliveryMethod }: ReleaseDetails): string => viewOf[deliveryMethod].name;

export const ReleaseDetailsView = createUnionType({
  name: 'ReleaseDetails',
  description: 'What the delivery method has to tell of a product.',
  types: () => Object.values(viewOf),
});

@ObjectType({ description: 'What customers and the seller read of a released product.', simpleResolvers: true })
export class ServiceInformation {
  @Field(() => Url, { description: 'The page of the product; it never changes.' })
  productUrl: string;
}
