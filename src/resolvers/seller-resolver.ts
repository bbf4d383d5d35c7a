import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, Field, FieldResolver, ID, Info, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { currentAgreement } from '../domain/agreements.js';
import { AgreementKind } from '../domain/words.js';
import { Agreement } from '../entities/agreement.js';
import { AgreementSignature } from '../entities/agreement-signature.js';
import { agreementVersions, programSignaturesOfSeller } from '../entities/relations.js';
import { Seller } from '../entities/seller.js';
import { askedColumns } from '../loaders/asked-columns.js';
import { readPage } from '../loaders/page.js';
import { holding } from '../loaders/requests.js';
import type { Command } from '../platform/transaction.js';
import { companyOf } from '../services/facts.js';
import { PageArgs, SellerConnection } from './connections.js';
import { By, type Context } from './context.js';
import { Payload } from './payloads.js';
import { PublishAgreementInput, RegisterSellerInput, SignAgreementInput, UpdateSellerInput } from './platform-inputs.js';
import { seesSeller, showCompany } from './showing.js';
import { ActorView, CompanyView } from './views.js';

@ObjectType({ description: 'The registered seller.' })
export class RegisterSellerPayload extends Payload {
  @Field(() => Seller, { nullable: true, description: 'The seller; null when it was refused.' })
  seller?: Seller | null;
}
@ObjectType({ description: 'The changed seller.' })
export class UpdateSellerPayload extends Payload {
  @Field(() => Seller, { nullable: true, description: 'The seller; null when it was refused.' })
  seller?: Seller | null;
}
@ObjectType({ description: 'The signature, and its seller.' })
export class SignAgreementPayload extends Payload {
  @Field(() => AgreementSignature, { nullable: true, description: 'The signature; null when it was refused.' })
  signature?: AgreementSignature | null;
  @Field(() => Seller, { nullable: true, description: 'The seller that signed.' })
  seller?: Seller | null;
}
@ObjectType({ description: 'The published version.' })
export class PublishAgreementPayload extends Payload {
  @Field(() => Agreement, { nullable: true, description: 'The version; null when it was refused.' })
  agreement?: Agreement | null;
}

@Resolver(() => Seller)
export class SellerResolver {
  @Query(() => Seller, { nullable: true, description: 'The seller with this id; null when there is none that you may see.' })
  seller(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() { reader, actor }: Context, @Info() info: GraphQLResolveInfo) {
    return seesSeller(actor, id) ? reader.one(Seller, id, askedColumns(info)) : null;
  }

  @Query(() => SellerConnection, { description: 'All sellers, newest first. For the platform.' })
  async sellers(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('search', () => String, {
      nullable: true,
      description: 'A part of the company name or registration number; at most 100 characters.',
    })
    search: string | null,
    @Ctx() { reader }: Context,
  ) {
    const where = search?.trim() ? holding(['company_name', 'registration_number'], search) : { sql: '1 = 1', values: [] };
    const page = await readPage(reader, Seller, args, { name: 'CREATED_DESC', by: 'id', descending: true }, where, null);
    return new SellerConnection(page, () => reader.count(Seller, where));
  }

  @FieldResolver(() => CompanyView, { description: 'The company.' })
  @Extensions({
    needs: {
      registrationNumber: ['registrationNumber'],
      name: ['companyName'],
      introduction: ['introduction'],
      businessTermStart: ['businessTermStart'],
      businessTermEnd: ['businessTermEnd'],
      businessLicense: ['businessLicense'],
    } satisfies Record<keyof CompanyView, readonly string[]>,
  })
  company(@Root() seller: Seller): CompanyView {
    return showCompany(companyOf(seller), seller.id);
  }

  @FieldResolver(() => AgreementSignature, {
    nullable: true,
    description: 'The latest signature of the Joint Partner Program agreement; null until it is signed.',
  })
  @Extensions({ needs: ['id'] })
  async programAgreement(@Root() { id }: Seller, @Ctx() { reader }: Context) {
    return (await reader.list(programSignaturesOfSeller, id)).at(-1) ?? null;
  }

  @Mutation(() => RegisterSellerPayload, { description: 'Registers a seller account. For platform administrators and the account system.' })
  async registerSeller(
    @Arg('input', () => RegisterSellerInput, { description: 'The account.' }) input: RegisterSellerInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<RegisterSellerPayload> {
    const { sellerId } = await services.sellers.register(command, { ...input, businessLicense: await input.businessLicense });
    return { seller: await reader.one(Seller, sellerId), userErrors: [] };
  }

  @Mutation(() => UpdateSellerPayload, {
    description: 'Changes a seller account; requests in review keep what was frozen. For platform administrators.',
  })
  async updateSeller(
    @Arg('input', () => UpdateSellerInput, { description: 'The changes.' }) input: UpdateSellerInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<UpdateSellerPayload> {
    const { sellerId } = await services.sellers.update(command, { ...input, businessLicense: await input.businessLicense });
    return { seller: await reader.one(Seller, sellerId), userErrors: [] };
  }

  @Mutation(() => SignAgreementPayload, {
    description: 'Join: signs the current Joint Partner Program agreement for your seller. Signing it again changes nothing.',
  })
  async signAgreement(
    @Arg('input', () => SignAgreementInput, { description: 'The agreement.' }) input: SignAgreementInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<SignAgreementPayload> {
    const { signatureId, sellerId } = await services.agreements.sign(command, input);
    return { signature: await reader.one(AgreementSignature, signatureId), seller: await reader.one(Seller, sellerId), userErrors: [] };
  }
}

@Resolver(() => Agreement)
export class AgreementResolver {
  @Query(() => [Agreement], { description: 'The agreements in force, in their current versions.' })
  async agreements(
    @Arg('kind', () => AgreementKind, { nullable: true, description: 'Only this one.' }) kind: AgreementKind | null,
    @Ctx() { reader, now }: Context,
  ) {
    const versions = await reader.all(agreementVersions);
    const kinds = kind ? [kind] : Object.values(AgreementKind);
    return kinds.map((k) => currentAgreement(versions, k, now())).filter((agreement) => agreement !== null);
  }

  @Mutation(() => PublishAgreementPayload, { description: 'Publishes the next version of an agreement. For platform administrators.' })
  async publishAgreement(
    @Arg('input', () => PublishAgreementInput, { description: 'The text.' }) input: PublishAgreementInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<PublishAgreementPayload> {
    const { agreementId } = await services.agreements.publish(command, input);
    return { agreement: await reader.one(Agreement, agreementId), userErrors: [] };
  }
}

@Resolver(() => AgreementSignature)
export class AgreementSignatureResolver {
  @FieldResolver(() => Agreement, { description: 'The version that was signed.' })
  @Extensions({ needs: ['agreementId'] })
  agreement(@Root() { agreementId }: AgreementSignature, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.one(Agreement, agreementId, askedColumns(info));
  }

  @FieldResolver(() => ActorView, { description: 'Who signed.' })
  @Extensions({ needs: ['signer'] })
  signedBy(@Root() { signer }: AgreementSignature): ActorView {
    return signer;
  }

  @FieldResolver(() => Boolean, { description: 'Whether that version is still the current one.' })
  @Extensions({ needs: ['agreementId'] })
  async current(@Root() { agreementId }: AgreementSignature, @Ctx() { reader, now }: Context): Promise<boolean> {
    const versions = await reader.all(agreementVersions);
    const signed = versions.find((version) => version.id === agreementId);
    return signed !== undefined && currentAgreement(versions, signed.kind, now())?.id === agreementId;
  }
}
