import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  `CREATE TABLE product_release (
    id varchar(40) NOT NULL,
    number varchar(20) NOT NULL,
    version integer NOT NULL,
    kind varchar(40) NOT NULL,
    status varchar(40) NOT NULL,
    seller_id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    name varchar(100),
    product_version varchar(20),
    category varchar(60),
    highlights json NOT NULL,
    description text,
    details json,
    support_email varchar(254),
    support_phone varchar(40),
    logo json,
    digest varchar(64),
    round integer NOT NULL,
    claimed_by varchar(255),
    claimed_until datetime(3),
    clock_started_at datetime(3),
    clock_left_ms bigint,
    due_at datetime(3),
    due_covered boolean,
    overdue_at datetime(3),
    calendar_revision integer,
    created_at datetime(3) NOT NULL,
    updated_at datetime(3) NOT NULL,
    submitted_at datetime(3),
    decided_at datetime(3),
    PRIMARY KEY (id),
    CONSTRAINT "fk_release_seller" FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_release_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_release_number ON product_release (number)',
  'CREATE INDEX ix_release_seller ON product_release (seller_id, status, id)',
  'CREATE INDEX ix_release_seller_updated ON product_release (seller_id, updated_at, id)',
  'CREATE INDEX ix_release_queue ON product_release (status, submitted_at, id)',
  'CREATE INDEX ix_release_updated ON product_release (status, updated_at, id)',
  'CREATE INDEX ix_release_due ON product_release (status, due_at, id)',
  'CREATE INDEX ix_release_request ON product_release (certification_request_id, id)',
  `CREATE TABLE release_submission (
    id varchar(40) NOT NULL,
    product_release_id varchar(40) NOT NULL,
    round integer NOT NULL,
    digest varchar(64) NOT NULL,
    snapshot json NOT NULL,
    submitted_at datetime(3) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "fk_release_submission_release" FOREIGN KEY ("product_release_id") REFERENCES "product_release" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_release_submission_round ON release_submission (product_release_id, round)',
  `CREATE TABLE release_review (
    id varchar(40) NOT NULL,
    product_release_id varchar(40) NOT NULL,
    round integer NOT NULL,
    decision varchar(40) NOT NULL,
    reason text,
    digest varchar(64) NOT NULL,
    decider json NOT NULL,
    waited_ms bigint,
    worked_ms bigint,
    decided_at datetime(3) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "fk_release_review_release" FOREIGN KEY ("product_release_id") REFERENCES "product_release" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_release_review_round ON release_review (product_release_id, round)',
  'CREATE INDEX ix_release_review_decided ON release_review (decided_at)',
  `CREATE TABLE product (
    id varchar(40) NOT NULL,
    status varchar(40) NOT NULL,
    name varchar(100) NOT NULL,
    delivery_method varchar(40) NOT NULL,
    seller_id varchar(40) NOT NULL,
    certification_request_id varchar(40) NOT NULL,
    current_release_id varchar(40) NOT NULL,
    product_url varchar(2000) NOT NULL,
    released_at datetime(3) NOT NULL,
    delisted_at datetime(3),
    PRIMARY KEY (id),
    CONSTRAINT "fk_product_seller" FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_product_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_product_current_release" FOREIGN KEY ("current_release_id") REFERENCES "product_release" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE UNIQUE INDEX uq_product_request ON product (certification_request_id)',
  'CREATE INDEX ix_product_seller ON product (seller_id, status, id)',
  'CREATE INDEX ix_product_release ON product (current_release_id)',
  // Statistics count events of a period.
  'CREATE INDEX ix_progress_event_type ON progress_event (type, occurred_at)',
  // Findings are about requests or about releases.
  `CREATE TABLE finding (
    id varchar(40) NOT NULL,
    certification_request_id varchar(40),
    review_id varchar(40),
    product_release_id varchar(40),
    release_review_id varchar(40),
    round integer NOT NULL,
    phase varchar(40),
    severity varchar(40) NOT NULL,
    status varchar(40) NOT NULL,
    path json,
    material_id varchar(40),
    message text NOT NULL,
    hint text,
    answer text,
    answered_at datetime(3),
    PRIMARY KEY (id),
    CONSTRAINT "fk_finding_request" FOREIGN KEY ("certification_request_id") REFERENCES "certification_request" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_finding_review" FOREIGN KEY ("review_id") REFERENCES "review" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_finding_release" FOREIGN KEY ("product_release_id") REFERENCES "product_release" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_finding_release_review" FOREIGN KEY ("release_review_id") REFERENCES "release_review" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "fk_finding_material" FOREIGN KEY ("material_id") REFERENCES "material" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
  )`,
  'CREATE INDEX ix_finding_request ON finding (certification_request_id, status)',
  'CREATE INDEX ix_finding_review ON finding (review_id)',
  'CREATE INDEX ix_finding_release ON finding (product_release_id, status)',
  'CREATE INDEX ix_finding_release_review ON finding (release_review_id)',
  'CREATE INDEX ix_finding_material ON finding (material_id)',
];

/** Releases of certified products, their reviews, and the products; findings of both kinds of reviews. */
export class ProductAccess1764500000000 implements MigrationInterface {
  name = 'ProductAccess1764500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
