import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import type { FileFacts, QuotationFacts } from '../domain/certification-facts.js';
import { limits } from '../domain/limits.js';
import { type Instant, MaterialStatus, type ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, json, type MembersOf, optional, restrict, varchar, word } from './columns.js';
import { MaterialTemplate } from './material-template.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'A file that the seller uploaded for a material template. Uploading again makes the next revision.',
  simpleResolvers: true,
})
@Entity('material')
@Index('uq_material_revision', ['certificationRequestId', 'templateCode', 'revision'], { unique: true })
@Index('ix_material_template', ['templateId'])
@Index('ix_material_status', ['status', 'id'])
export class Material extends Node {
  @PrimaryColumn(id)
  override id: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_material_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @ManyToOne(() => MaterialTemplate, { ...restrict, nullable: false })
  @JoinColumn({ name: 'template_id', foreignKeyConstraintName: 'fk_material_template' })
  protected templateRow?: unknown;
  @Column(id)
  templateId: string;

  @Column(varchar(limits.templateCodeLength))
  templateCode: string;

  /** The template's version and phase at the time of the upload. */
  @Column({ type: 'integer' })
  templateVersion: number;

  @Column(word)
  phase: ReviewPhase;

  @Field(() => Int, { description: 'Counts from 1 for each template of the request.' })
  @Column({ type: 'integer' })
  revision: number;

  @Field(() => MaterialStatus, { description: 'Whether the file has been found clean.' })
  @Column(word)
  status: MaterialStatus;

  @Column(json)
  file: FileFacts;

  /** What lists show of the file, in columns of its own: they need not read and take apart the whole document (docs/adr/0034). */
  @Column(optional(varchar(limits.fileNameLength)))
  fileName: string | null;
  @Column({ type: 'integer', nullable: true })
  fileBytes: number | null;

  /** Null in rows that were written before there were such columns, or by a process of then: the document has it. */
  static readonly membersOf: MembersOf<Material> = { fileName: ['file', 'name'], fileBytes: ['file', 'bytes'] };

  /** What a quotation workbook says; null for other materials. */
  @Column(optional(json))
  quotation: QuotationFacts | null;

  @Column(json)
  uploader: ActorRecord;

  @Field(() => DateTime, { description: 'When it was uploaded.' })
  @Column(instant)
  uploadedAt: Instant;

  /** When a newer revision took its place or it was removed; null for the current one. */
  @Column(optional(instant))
  replacedAt: Instant | null;
}

/** The columns of a material that a file has. */
export const fileColumns = (file: FileFacts): Pick<Material, 'file' | 'fileName' | 'fileBytes'> => ({
  file,
  fileName: file.name,
  fileBytes: file.bytes,
});
