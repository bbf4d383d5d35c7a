import { Field, ObjectType } from 'type-graphql';
import { CertificationRequest } from '../entities/certification-request.js';
import { UserError } from './views.js';

/** What every mutation answers beside what it changed. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why nothing was changed; empty on success.' })
  userErrors: UserError[];
}

/** The answer of a mutation on a request. */
@ObjectType()
export abstract class RequestPayload extends Payload {
  @Field(() => CertificationRequest, { nullable: true, description: 'The request after the change; null when it was refused.' })
  certificationRequest?: CertificationRequest | null;
}
