import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import type { Instant } from '../domain/words.js';
import { id, instant, json, optional, restrict, sha256, varchar, word } from './columns.js';

/** A counter: the position of the last event or audit entry of a chain, or the last number of a year's requests. */
@Entity('counter')
export class Counter {
  @PrimaryColumn(varchar(40))
  name: string;
  @Column({ type: 'bigint' })
  value: number;
  /** The hash of the last link, where the counter numbers a chain (docs/adr/0021); SQLite looks it up in the chain of events. */
  @Column(optional(sha256))
  hash: string | null;
}

/** What one mutation of one caller under one Idempotency-Key came to (R37). */
@Entity('idempotency_key')
@Index('ix_idempotency_key_created', ['createdAt'])
export class IdempotencyKey {
  /** The sha256 of caller, key and the mutation's place in its document. */
  @PrimaryColumn(sha256)
  id: string;
  @Column(varchar(limits.subjectLength))
  caller: string;
  @Column(word)
  operation: string;
  /** The sha256 of the operation and its input. */
  @Column(sha256)
  fingerprint: string;
  /** What the service answered; null while its transaction runs. */
  @Column(optional(json))
  result: unknown;
  @Column(instant)
  createdAt: Instant;
}

/** The bytes of a file, stored once however often they are uploaded. */
@Entity('stored_object')
@Index('ix_stored_object_unreferenced', ['unreferencedSince'])
export class StoredObject {
  @PrimaryColumn(sha256)
  sha256: string;
  @Column({ type: 'integer' })
  bytes: number;
  @Column(instant)
  createdAt: Instant;
  /** When they were last put into the store; null once something refers to them. After 15 minutes nothing will, and they are removed. */
  @Column(optional(instant))
  unreferencedSince: Instant | null;
}

/** That an object is in use by a material, template or seller. */
@Entity('object_reference')
export class ObjectReference {
  @ManyToOne(() => StoredObject, { ...restrict, nullable: false })
  @JoinColumn({ name: 'sha256', foreignKeyConstraintName: 'fk_object_reference_object' })
  protected objectRow?: unknown;
  @PrimaryColumn(sha256)
  sha256: string;
  @PrimaryColumn(id)
  ownerId: string;
}
