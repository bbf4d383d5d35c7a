import { Extensions, Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import { ContactKind } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, optional, restrict, varchar, word } from './columns.js';
import { Node } from './node.js';

@ObjectType({
  implements: Node,
  description: 'A person who is told of the progress: the business contact of the company, or a Huawei contact (R15).',
  simpleResolvers: true,
})
@Entity('contact')
@Index('uq_contact_kind', ['certificationRequestId', 'kind'], { unique: true })
@Index('ix_contact_email', ['emailKey', 'kind', 'certificationRequestId'])
export class Contact extends Node {
  @PrimaryColumn(id)
  override id: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_contact_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @Field(() => ContactKind, { description: 'Whose contact it is.' })
  @Column(word)
  kind: ContactKind;

  @Field(() => String, { nullable: true, description: 'The name; masked for an auditor.' })
  @Extensions({ needs: ['name', 'certificationRequestId'] })
  @Column(optional(varchar(limits.nameLength)))
  name: string | null;

  @Field(() => String, { nullable: true, description: 'The mobile number as E.164; masked for an auditor.' })
  @Extensions({ needs: ['mobile', 'certificationRequestId'] })
  @Column(optional(varchar(limits.phoneLength)))
  mobile: string | null;

  @Field(() => String, { nullable: true, description: 'The e-mail address; masked for an auditor.' })
  @Extensions({ needs: ['email', 'certificationRequestId'] })
  @Column(optional(varchar(limits.emailLength)))
  email: string | null;

  /** The address in lower case, to find a Huawei contact by (R5). */
  @Column(optional(varchar(limits.emailLength)))
  emailKey: string | null;
}
