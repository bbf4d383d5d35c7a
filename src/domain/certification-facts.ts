import type { ReviewClock, ReviewTime } from './review-clock.js';
import type {
  CertificationStatus,
  ContactKind,
  Day,
  DeliveryMethod,
  FindingSeverity,
  FindingStatus,
  Instant,
  MaterialStatus,
  Path,
  ReviewDecision,
  ReviewPhase,
  SellerStatus,
} from './words.js';

/** A product as typed; a draft may be half done. */
export interface ProductFacts {
  readonly name: string | null;
  readonly version: string | null;
  readonly deliveryMethod: DeliveryMethod | null;
  readonly category?: string | null;
  readonly introduction: string | null;
}
/** A contact as typed. */
export interface ContactFacts {
  readonly kind: ContactKind;
  readonly name: string | null;
  readonly mobile: string | null;
  readonly email: string | null;
}
/** The prices and names that an uploaded quotation workbook holds; prices are exact decimals. */
export interface QuotationFacts {
  readonly number: string;
  readonly productName: string;
  readonly deliveryMethod: DeliveryMethod;
  readonly listPrice: string;
  readonly salesBasePrice: string;
  readonly revenueSharingBasePrice: string;
  readonly currency: string;
}
/** A stored file, by its content. */
export interface FileFacts {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
}
export interface MaterialFacts {
  readonly id: string;
  readonly templateCode: string;
  readonly templateVersion: number;
  readonly phase: ReviewPhase;
  readonly status: MaterialStatus;
  readonly file: FileFacts;
  readonly quotation: QuotationFacts | null;
}
export interface TemplateFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly phase: ReviewPhase;
  readonly required: boolean;
  readonly deliveryMethods: readonly DeliveryMethod[];
}
export interface FindingFacts {
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly status: FindingStatus;
  readonly phase: ReviewPhase | null;
  readonly message: string;
}
/** The company as the seller account has it. */
export interface CompanyFacts {
  readonly registrationNumber: string;
  readonly name: string;
  readonly introduction: string;
  readonly businessTermStart: Day;
  readonly businessTermEnd: Day | null;
  readonly businessLicense: FileFacts | null;
}
export interface SellerFacts {
  readonly status: SellerStatus;
  readonly company: CompanyFacts;
  /** The signature of the Joint Partner Program agreement: none, of an older version, or of the current one. */
  readonly programAgreement: 'NONE' | 'OUTDATED' | 'CURRENT';
}
/** An agreement that a submission accepts. */
export interface AcceptedAgreement {
  readonly kind: string;
  readonly version: number;
  readonly sha256: string;
}

/** What is frozen at submit and read by the reviewers (R17); `digest` is the sha256 of its canonical JSON (RFC 8785). */
export interface Snapshot {
  readonly number: string;
  readonly round: number;
  readonly company: CompanyFacts;
  readonly product: ProductFacts;
  readonly supportingProducts: readonly ProductFacts[];
  readonly businessContact: Omit<ContactFacts, 'kind'> | null;
  readonly huaweiContact: Omit<ContactFacts, 'kind'> | null;
  /** By template code. */
  readonly materials: Readonly<Record<string, FileFacts & { templateVersion: number; phase: ReviewPhase }>>;
  readonly agreements: readonly AcceptedAgreement[];
}

/** All that the rules of a certification request look at. */
export interface CertificationFacts {
  readonly now: Instant;
  readonly number: string;
  readonly status: CertificationStatus;
  readonly round: number;
  readonly phase: ReviewPhase | null;
  readonly claim: { readonly by: string; readonly until: Instant } | null;
  readonly seller: SellerFacts;
  readonly product: ProductFacts;
  readonly supportingProducts: readonly ProductFacts[];
  readonly businessContact: ContactFacts | null;
  readonly huaweiContact: ContactFacts | null;
  readonly materials: readonly MaterialFacts[];
  /** The templates in force now, whatever their delivery methods. */
  readonly templates: readonly TemplateFacts[];
  /** Findings that are not resolved. */
  readonly findings: readonly FindingFacts[];
  /** The submission that is or was last in review. */
  readonly submission: { readonly digest: string; readonly snapshot: Snapshot } | null;
  /** The legal entity of the last submit; null before it. */
  readonly registrationNumber: string | null;
  /** The seller account that asks. */
  readonly sellerId: string;
  /** The seller account that the actor works for; null when there is none. */
  readonly actorSeller: { readonly status: SellerStatus; readonly registrationNumber: string } | null;
  readonly clock: ReviewClock;
  readonly reviewTime: ReviewTime;
}

/** What a reviewer says of one field or material. */
export interface FindingInputFacts {
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly hint: string | null;
  readonly path: Path | null;
  readonly materialId: string | null;
}
/** A decision as given. */
export interface DecisionFacts {
  readonly phase: ReviewPhase;
  readonly digest: string;
  readonly decision: ReviewDecision;
  readonly reason: string | null;
  readonly findings: readonly FindingInputFacts[];
}
