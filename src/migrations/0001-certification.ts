import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

// One dialect for SQLite, MariaDB and MySQL; run() adds what differs.
const statements = [
  `CREATE TABLE seller (
    id varchar(40) NOT NULL,
    account_subject varchar(255) NOT NULL,
    status varchar(40) NOT NULL,
    registration_number varchar(64) NOT NULL,
    company_name varchar(200) NOT NULL,
    introduction text NOT NULL,
    business_term_start date NOT NULL,
    business_term_end date,
    business_license json,
    created_at datetime(3) NOT NULL,
    updated_at datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE UNIQUE INDEX uq_seller_account ON seller (account_subject)',
  'CREATE INDEX ix_seller_entity ON seller (registration_number)',
  `CREATE TABLE agreement (
    id varchar(40) NOT NULL,
    kind varchar(40) NOT NULL,
    version integer NOT NULL,
    title varchar(100) NOT NULL,
    body text NOT NULL,
    sha256 varchar(64) NOT NULL,
    effective_from datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE UNIQUE INDEX uq_agreement_version ON agreement (kind, version)',
  `CREATE TABLE certification_request (
    id varchar(40) NOT NULL,
    number varchar(20) NOT NULL,
    version integer NOT NULL,
    status varchar(40) NOT NULL,
    phase varchar(40),
    seller_id varchar(40) NOT NULL,
    product_name varchar(100),
    product_version varchar(20),
    delivery_method varchar(40),
    category varchar(60),
    introduction text,
    company json,
    registration_number varchar(64),
    template_ids json,
    round integer NOT NULL,
    claimed_by varchar(255),
    claimed_until datetime(3),
    clock_started_at datetime(3),
    clock_left_ms bigint,
    due_at datetime(3),
    due_covered boolean,
    overdue_at datetime(3),
    calendar_revision integer,
    copied_from_id varchar(40),
    created_at datetime(3) NOT NULL,
    updated_at datetime(3) NOT NULL,
    submitted_at datetime(3),
    decided_at datetime(3),
    PRIMARY KEY (id),
    CONSTRAINT "fk_request_seller" FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_request_copied_from" FOREIGN KEY ("copied_from_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_request_number ON certification_request (number)',
  'CREATE INDEX ix_request_seller ON certification_request (seller_id, status, id)',
  'CREATE INDEX ix_request_seller_updated ON certification_request (seller_id, updated_at, id)',
  'CREATE INDEX ix_request_queue ON certification_request (status, submitted_at, id)',
  'CREATE INDEX ix_request_updated ON certification_request (status, updated_at, id)',
  'CREATE INDEX ix_request_due ON certification_request (status, due_at, id)',
  'CREATE INDEX ix_request_entity ON certification_request (registration_number, status, id)',
  'CREATE INDEX ix_request_copied_from ON certification_request (copied_from_id)',
  `CREATE TABLE agreement_signature (
    id varchar(40) NOT NULL,
    agreement_id varchar(40) NOT NULL,
    seller_id varchar(40) NOT NULL,
    certification_request_id varchar(40),
    round integer,
    signer json NOT NULL,
    signed_at datetime(3) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "fk_signature_agreement" FOREIGN KEY ("agreement_id") REFERENCES "agreement" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_signature_seller" FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_signature_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE INDEX ix_signature_seller ON agreement_signature (seller_id, signed_at)',
  'CREATE INDEX ix_signature_request ON agreement_signature (certification_request_id, round)',
  'CREATE INDEX ix_signature_agreement ON agreement_signature (agreement_id)',
  `CREATE TABLE supporting_product (
    id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    position integer NOT NULL,
    name varchar(100),
    version varchar(20),
    delivery_method varchar(40),
    introduction text,
    PRIMARY KEY (id),
    CONSTRAINT "fk_supporting_product_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE INDEX ix_supporting_product_position ON supporting_product (certification_request_id, position)',
  `CREATE TABLE contact (
    id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    kind varchar(40) NOT NULL,
    name varchar(100),
    mobile varchar(40),
    email varchar(254),
    email_key varchar(254),
    PRIMARY KEY (id),
    CONSTRAINT "fk_contact_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_contact_kind ON contact (certification_request_id, kind)',
  'CREATE INDEX ix_contact_email ON contact (email_key, kind, certification_request_id)',
  `CREATE TABLE material_template (
    id varchar(40) NOT NULL,
    code varchar(64) NOT NULL,
    version integer NOT NULL,
    name varchar(100) NOT NULL,
    description text NOT NULL,
    phase varchar(40) NOT NULL,
    required boolean NOT NULL,
    delivery_methods json NOT NULL,
    accepted_types json NOT NULL,
    max_bytes integer NOT NULL,
    file json,
    published_at datetime(3) NOT NULL,
    replaced_at datetime(3),
    PRIMARY KEY (id)
  )`,
  'CREATE UNIQUE INDEX uq_material_template_version ON material_template (code, version)',
  `CREATE TABLE material (
    id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    template_id varchar(40) NOT NULL,
    template_code varchar(64) NOT NULL,
    template_version integer NOT NULL,
    phase varchar(40) NOT NULL,
    revision integer NOT NULL,
    status varchar(40) NOT NULL,
    file json NOT NULL,
    quotation json,
    uploader json NOT NULL,
    uploaded_at datetime(3) NOT NULL,
    replaced_at datetime(3),
    PRIMARY KEY (id),
    CONSTRAINT "fk_material_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_material_template" FOREIGN KEY ("template_id") REFERENCES "material_template" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_material_revision ON material (certification_request_id, template_code, revision)',
  'CREATE INDEX ix_material_template ON material (template_id)',
  `CREATE TABLE submission (
    id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    round integer NOT NULL,
    digest varchar(64) NOT NULL,
    snapshot json NOT NULL,
    submitted_at datetime(3) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "fk_submission_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_submission_round ON submission (certification_request_id, round)',
  `CREATE TABLE review (
    id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    round integer NOT NULL,
    phase varchar(40) NOT NULL,
    decision varchar(40) NOT NULL,
    reason text,
    digest varchar(64) NOT NULL,
    decider json NOT NULL,
    waited_ms bigint,
    worked_ms bigint,
    decided_at datetime(3) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "fk_review_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE INDEX ix_review_decided ON review (decided_at)',
  'CREATE INDEX ix_review_phase ON review (phase, id)',
  'CREATE UNIQUE INDEX uq_review_round ON review (certification_request_id, round, phase)',
  `CREATE TABLE progress_event (
    id varchar(40) NOT NULL,
    position bigint NOT NULL,
    type varchar(40) NOT NULL,
    subject_id varchar(40) NOT NULL,
    seller_id varchar(40) NOT NULL,
    phase varchar(40),
    actor json NOT NULL,
    reason text,
    occurred_at datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE UNIQUE INDEX uq_progress_event_position ON progress_event (position)',
  'CREATE INDEX ix_progress_event_subject ON progress_event (subject_id, position)',
  `CREATE TABLE counter (
    name varchar(40) NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (name)
  )`,
  `CREATE TABLE idempotency_key (
    id varchar(64) NOT NULL,
    caller varchar(255) NOT NULL,
    operation varchar(40) NOT NULL,
    fingerprint varchar(64) NOT NULL,
    result json,
    created_at datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE INDEX ix_idempotency_key_created ON idempotency_key (created_at)',
  `CREATE TABLE stored_object (
    sha256 varchar(64) NOT NULL,
    bytes integer NOT NULL,
    created_at datetime(3) NOT NULL,
    PRIMARY KEY (sha256)
  )`,
  `CREATE TABLE object_reference (
    sha256 varchar(64) NOT NULL,
    owner_id varchar(40) NOT NULL,
    PRIMARY KEY (sha256, owner_id),
    CONSTRAINT "fk_object_reference_object" FOREIGN KEY ("sha256") REFERENCES "stored_object" ("sha256") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  "INSERT INTO counter (name, value) VALUES ('event', 0)",
];

/** The first tables: sellers, agreements, certification requests and all that belongs to them. */
export class Certification1764000000000 implements MigrationInterface {
  name = 'Certification1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
