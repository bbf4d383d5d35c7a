// Entities that are GraphQL types too, as the guides of type-graphql and TypeORM show them.
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateTime } from './scalars.js';

const word = { type: 'varchar', length: 40 } as const;
const optionalWord = { ...word, nullable: true } as const;
const time = { type: 'datetime', precision: 3 } as const;
const optionalTime = { ...time, nullable: true } as const;

@ObjectType()
export class Company {
  @Field(() => String) registrationNumber: string;
  @Field(() => String) name: string;
  @Field(() => String) introduction: string;
}
@ObjectType()
@Entity('seller')
export class Seller {
  @Field(() => ID) @PrimaryColumn(word) id: string;
  @Column({ ...word, name: 'account_subject' }) accountSubject: string;
  @Field(() => String) @Column(word) status: string;
  @Column({ ...word, name: 'registration_number' }) registrationNumber: string;
  @Column({ ...word, name: 'company_name' }) companyName: string;
  @Column({ type: 'text' }) introduction: string;
  @Column({ type: 'date', name: 'business_term_start' }) businessTermStart: string;
  @Column({ ...time, name: 'created_at' }) createdAt: Date;
  @Column({ ...time, name: 'updated_at' }) updatedAt: Date;
}
@ObjectType()
@Entity('supporting_product')
export class SupportingProduct {
  @Field(() => ID) @PrimaryColumn(word) id: string;
  @Column({ ...word, name: 'certification_request_id' }) certificationRequestId: string;
  @Field(() => Int) @Column({ type: 'integer' }) position: number;
  @Field(() => String, { nullable: true }) @Column(optionalWord) name: string | null;
  @Field(() => String, { nullable: true }) @Column(optionalWord) version: string | null;
  @Field(() => String, { nullable: true }) @Column({ ...optionalWord, name: 'delivery_method' }) deliveryMethod: string | null;
  @Field(() => String, { nullable: true }) @Column({ type: 'text', nullable: true }) introduction: string | null;
}
@ObjectType()
@Entity('contact')
export class Contact {
  @Field(() => ID) @PrimaryColumn(word) id: string;
  @Column({ ...word, name: 'certification_request_id' }) certificationRequestId: string;
  @Field(() => String) @Column(word) kind: string;
  @Field(() => String, { nullable: true }) @Column(optionalWord) name: string | null;
  @Field(() => String, { nullable: true }) @Column(optionalWord) mobile: string | null;
  @Field(() => String, { nullable: true }) @Column(optionalWord) email: string | null;
}
@ObjectType()
export class FileInfo {
  @Field(() => String) name: string;
  @Field(() => String) contentType: string;
  @Field(() => Int) bytes: number;
  @Field(() => String) sha256: string;
}
@ObjectType()
@Entity('material')
export class Material {
  @Field(() => ID) @PrimaryColumn(word) id: string;
  @Column({ ...word, name: 'certification_request_id' }) certificationRequestId: string;
  @Column({ ...word, name: 'template_code' }) templateCode: string;
  @Field(() => Int) @Column({ type: 'integer' }) revision: number;
  @Field(() => String) @Column(word) status: string;
  @Field(() => FileInfo) @Column({ type: 'json' }) file: FileInfo;
  @Field(() => DateTime) @Column({ ...time, name: 'uploaded_at' }) uploadedAt: Date;
  @Column({ ...optionalTime, name: 'replaced_at' }) replacedAt: Date | null;
}
@ObjectType()
export class Actor {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) role: string | null;
}
@ObjectType()
@Entity('progress_event')
export class ProgressEvent {
  @Field(() => ID) @PrimaryColumn(word) id: string;
  @Column({ type: 'bigint' }) position: number;
  @Field(() => String) @Column(word) type: string;
  @Column({ ...word, name: 'subject_id' }) subjectId: string;
  @Column({ ...word, name: 'seller_id' }) sellerId: string;
  @Field(() => String, { nullable: true }) @Column(optionalWord) phase: string | null;
  @Field(() => Actor) @Column({ type: 'json' }) actor: Actor;
  @Field(() => String, { nullable: true }) @Column({ type: 'text', nullable: true }) reason: string | null;
  @Field(() => DateTime) @Column({ ...time, name: 'occurred_at' }) occurredAt: Date;
}
@Entity('submission')
export class Submission {
  @PrimaryColumn(word) id: string;
  @Column({ ...word, name: 'certification_request_id' }) certificationRequestId: string;
  @Column({ type: 'integer' }) round: number;
  @Column({ ...word, length: 64 }) digest: string;
}
@ObjectType()
@Entity('review')
export class Review {
  @PrimaryColumn(word) id: string;
  @Column({ ...word, name: 'certification_request_id' }) certificationRequestId: string;
  @Column({ type: 'integer' }) round: number;
  @Field(() => String) @Column(word) phase: string;
  @Field(() => String) @Column(word) decision: string;
  @Column({ ...word, length: 64 }) digest: string;
  @Column({ type: 'json' }) decider: Actor;
  @Field(() => DateTime) @Column({ ...time, name: 'decided_at' }) decidedAt: Date;
}
@Entity('counter')
export class Counter {
  @PrimaryColumn(word) name: string;
  @Column({ type: 'bigint' }) value: number;
}
@ObjectType()
export class CertificationProduct {
  @Field(() => String, { nullable: true }) name: string | null;
  @Field(() => String, { nullable: true }) version: string | null;
  @Field(() => String, { nullable: true }) deliveryMethod: string | null;
  @Field(() => String, { nullable: true }) category: string | null;
  @Field(() => String, { nullable: true }) introduction: string | null;
}
@ObjectType()
@Entity('certification_request')
export class CertificationRequest {
  @Field(() => ID) @PrimaryColumn(word) id: string;
  @Field(() => String) @Column(word) number: string;
  @Field(() => Int) @Column({ type: 'integer' }) version: number;
  @Field(() => String) @Column(word) status: string;
  @Field(() => String, { nullable: true }) @Column(optionalWord) phase: string | null;
  @Column({ ...word, name: 'seller_id' }) sellerId: string;
  @Column({ ...optionalWord, name: 'product_name' }) productName: string | null;
  @Column({ ...optionalWord, name: 'product_version' }) productVersion: string | null;
  @Column({ ...optionalWord, name: 'delivery_method' }) deliveryMethod: string | null;
  @Column(optionalWord) category: string | null;
  @Column({ type: 'text', nullable: true }) introduction: string | null;
  @Column({ type: 'integer' }) round: number;
  @Field(() => DateTime) @Column({ ...time, name: 'created_at' }) createdAt: Date;
  @Field(() => DateTime) @Column({ ...time, name: 'updated_at' }) updatedAt: Date;
  @Field(() => DateTime, { nullable: true }) @Column({ ...optionalTime, name: 'submitted_at' }) submittedAt: Date | null;
  @Field(() => DateTime, { nullable: true }) @Column({ ...optionalTime, name: 'decided_at' }) decidedAt: Date | null;
}
