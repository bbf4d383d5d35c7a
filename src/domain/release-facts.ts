import type { FileFacts, FindingFacts, FindingInputFacts } from './certification-facts.js';
import type { ReviewClock, ReviewTime } from './review-clock.js';
import type {
  BillingMode,
  CertificationStatus,
  DeliveryMethod,
  Instant,
  ProductStatus,
  ReleaseDecision,
  ReleaseKind,
  ReleaseStatus,
  SellerStatus,
} from './words.js';

/** What each delivery method has to tell, by its name; a draft may be half done. */
export interface DetailsByMethod {
  IMAGE: {
    readonly imageId: string | null;
    readonly regions: readonly string[] | null;
    readonly operatingSystem: string | null;
    readonly billingMode: BillingMode | null;
  };
  SAAS: { readonly productionApiUrl: string | null; readonly serviceSupervision: boolean | null; readonly billingMode: BillingMode | null };
  LICENSE: {
    readonly deliveryPeriodDays: number | null;
    readonly billingMode: BillingMode | null;
    readonly activationGuideUrl: string | null;
  };
  PROFESSIONAL_SERVICE: {
    readonly serviceScope: string | null;
    readonly deliveryPeriodDays: number | null;
    readonly relatedSoftware: string | null;
  };
  CONSULTING_SERVICE: { readonly consultationUrl: string | null };
  HARDWARE: { readonly model: string | null; readonly inventory: number | null; readonly shippingDays: number | null };
}
/** The details of one delivery method. */
export type ReleaseDetails = { [Method in DeliveryMethod]: { readonly deliveryMethod: Method } & DetailsByMethod[Method] }[DeliveryMethod];

/** What a seller tells of a product when it releases it. */
export interface ProductInformation {
  readonly name: string | null;
  readonly productVersion: string | null;
  readonly category: string | null;
  readonly highlights: readonly string[];
  readonly description: string | null;
  readonly supportEmail: string | null;
  readonly supportPhone: string | null;
  readonly details: ReleaseDetails | null;
  readonly logo: FileFacts | null;
}

/** The certified request that a release stands on. */
export interface CertifiedFacts {
  readonly number: string;
  readonly status: CertificationStatus;
  /** The legal entity that was certified. */
  readonly registrationNumber: string | null;
  readonly productName: string | null;
  readonly deliveryMethod: DeliveryMethod | null;
  /** The addresses of its contacts, in lower case. */
  readonly contactEmails: readonly string[];
}

/** A product that has been released. */
export interface ReleasedFacts {
  readonly id: string;
  /** The seller account that released it. */
  readonly sellerId: string;
  readonly status: ProductStatus;
  readonly delistedAt: Instant | null;
  /** What is live of it. */
  readonly details: ReleaseDetails | null;
}

/** What is frozen at submit and read by the operations manager; `digest` is the sha256 of its canonical JSON (RFC 8785). */
export interface ReleaseSnapshot extends ProductInformation {
  readonly number: string;
  readonly round: number;
  readonly kind: ReleaseKind;
  readonly certificationRequest: string;
  /** The legal entity that releases. */
  readonly registrationNumber: string;
}

/** All that the rules of a release look at. */
export interface ReleaseFacts {
  readonly now: Instant;
  readonly status: ReleaseStatus;
  readonly round: number;
  readonly submittedAt: Instant | null;
  readonly claim: { readonly by: string; readonly until: Instant } | null;
  readonly seller: { readonly status: SellerStatus; readonly registrationNumber: string };
  readonly certified: CertifiedFacts;
  readonly information: ProductInformation;
  /** The product that was released from the same certified request; null until then. */
  readonly product: ReleasedFacts | null;
  /** The number of another release of the same certified request that is in review, or of another change that is pending. */
  readonly otherPending: string | null;
  readonly findings: readonly FindingFacts[];
  readonly digest: string | null;
  /** The seller account that releases. */
  readonly sellerId: string;
  /** The seller account that the actor works for; null when there is none. */
  readonly actorSeller: { readonly registrationNumber: string } | null;
  readonly clock: ReviewClock;
  readonly reviewTime: ReviewTime;
}

/** A decision on a release as given. */
export interface ReleaseDecisionFacts {
  readonly digest: string;
  readonly decision: ReleaseDecision;
  readonly reason: string | null;
  readonly findings: readonly FindingInputFacts[];
}
