// The rows that load.mjs makes: one statement a table, from MariaDB's sequences, so that a million requests take minutes.

/** An id as ours are (TypeID: a prefix and 26 characters), from a number. */
const id = (prefix, n) => `CONCAT('${prefix}_01', LPAD(LOWER(HEX(${n})), 24, '0'))`;
/** The id of a request, from its number. */
export const requestId = (n) => `request_01${n.toString(16).padStart(24, '0')}`;
export const sellerId = (n) => `seller_01${n.toString(16).padStart(24, '0')}`;
/** How many rows a request has in each of its tables. */
export const perRequest = { supporting_product: 2, contact: 2, material: 5, progress_event: 4 };

const begin = "TIMESTAMP('2025-01-01')";
/** Spreads by number: the same each time, and without a pattern that an index could like. */
const roll = (n, of) => `MOD(CRC32(${n}), ${of})`;
const statusOf = (
  n,
) => `ELT(1 + (${roll(n, 20)} >= 2) + (${roll(n, 20)} >= 6) + (${roll(n, 20)} >= 9) + (${roll(n, 20)} >= 10) + (${roll(n, 20)} >= 18),
  'DRAFT', 'QUALIFICATION_REVIEW', 'PRODUCT_REVIEW', 'CHANGES_REQUESTED', 'CERTIFIED', 'REJECTED')`;
const phaseOf = (n) => `CASE ${statusOf(n)} WHEN 'DRAFT' THEN NULL WHEN 'QUALIFICATION_REVIEW' THEN 'QUALIFICATION' ELSE 'PRODUCT' END`;
const methodOf = (n) => `ELT(1 + MOD(${n}, 6), 'IMAGE', 'SAAS', 'LICENSE', 'PROFESSIONAL_SERVICE', 'CONSULTING_SERVICE', 'HARDWARE')`;
const nth = (seq, count) => `(1 + FLOOR((${seq} - 1) / ${count}))`;
const company = (n) =>
  `JSON_OBJECT('registrationNumber', CONCAT('9144', LPAD(${n}, 14, '0')), 'name', CONCAT('Seller ', ${n}, ' Technologies Ltd.'),
    'introduction', 'A software company that sells to industry.', 'businessTermStart', '2020-01-01', 'businessTermEnd', NULL, 'businessLicense', NULL)`;
const snapshot = (n, seller) =>
  `JSON_OBJECT('number', CONCAT('JOC-2025-', LPAD(${n}, 7, '0')), 'round', 1, 'company', ${company(seller)},
    'product', JSON_OBJECT('name', CONCAT('Joint Product ', ${n}), 'version', 'V1.0', 'deliveryMethod', ${methodOf(n)}, 'category', 'Database', 'introduction', 'What it does.'),
    'supportingProducts', JSON_ARRAY(), 'businessContact', JSON_OBJECT('name', 'Li Lei', 'mobile', '+8613800138000', 'email', CONCAT('business', ${n}, '@example.com')),
    'huaweiContact', NULL, 'materials', JSON_OBJECT(), 'agreements', JSON_ARRAY())`;
const actor = "JSON_OBJECT('subject', 'reviewer', 'name', 'Han Meimei', 'role', 'PRODUCT_REVIEWER')";

/**
 * The statements that fill an empty, migrated and seeded database, by the table that each fills.
 * @param {{ requests: number, sellers: number, templates: readonly { id: string, code: string }[] }} of
 */
export function statements({ requests, sellers, templates }) {
  const sellerOf = (n) => `(1 + MOD(${n}, ${sellers}))`;
  const template = (n, column) => `ELT(1 + MOD(${n} - 1, 5), ${templates.slice(0, 5).map((t) => `'${t[column]}'`)})`;
  const submittedAt = (n) => `${begin} + INTERVAL ${n} * 15 SECOND`;
  return {
    seller: `INSERT INTO seller (id, account_subject, status, registration_number, company_name, introduction, business_term_start, created_at, updated_at)
      SELECT ${id('seller', 'seq')}, CONCAT('seller-', seq), 'REGISTERED', CONCAT('9144', LPAD(seq, 14, '0')), CONCAT('Seller ', seq, ' Technologies Ltd.'),
        'A software company that sells to industry.', '2020-01-01', ${begin}, ${begin} FROM seq_1_to_${sellers}`,
    certification_request: `INSERT INTO certification_request (id, number, version, status, phase, seller_id, product_name, product_version, delivery_method, category,
        introduction, company, registration_number, template_ids, round, due_at, due_covered, clock_started_at, created_at, updated_at, submitted_at, decided_at)
      SELECT ${id('request', 'seq')}, CONCAT('JOC-2025-', LPAD(seq, 7, '0')), 5, ${statusOf('seq')}, ${phaseOf('seq')}, ${id('seller', sellerOf('seq'))},
        CONCAT('Joint Product ', seq), 'V1.0', ${methodOf('seq')}, 'Database', 'What the product does, for whom, and on which cloud services it stands.',
        IF(${statusOf('seq')} = 'DRAFT', NULL, ${company(sellerOf('seq'))}), IF(${statusOf('seq')} = 'DRAFT', NULL, CONCAT('9144', LPAD(${sellerOf('seq')}, 14, '0'))),
        NULL, IF(${statusOf('seq')} = 'DRAFT', 0, 1), IF(${statusOf('seq')} LIKE '%REVIEW', '2035-01-01', NULL), 1, IF(${statusOf('seq')} LIKE '%REVIEW', ${submittedAt('seq')}, NULL),
        ${submittedAt('seq')}, ${begin} + INTERVAL ${roll('seq + 7', 200_000)} MINUTE, IF(${statusOf('seq')} = 'DRAFT', NULL, ${submittedAt('seq')}),
        IF(${statusOf('seq')} IN ('CERTIFIED', 'REJECTED'), ${begin} + INTERVAL ${roll('seq + 7', 200_000)} MINUTE, NULL) FROM seq_1_to_${requests}`,
    supporting_product: `INSERT INTO supporting_product (id, certification_request_id, position, name, version, delivery_method, introduction)
      SELECT ${id('supporting', 'seq')}, ${id('request', nth('seq', 2))}, MOD(seq - 1, 2), CONCAT('Supporting Product ', seq), 'V2.1', ${methodOf('seq')}, 'What it adds.'
      FROM seq_1_to_${2 * requests}`,
    contact: `INSERT INTO contact (id, certification_request_id, kind, name, mobile, email, email_key)
      SELECT ${id('contact', 'seq')}, ${id('request', nth('seq', 2))}, IF(MOD(seq, 2) = 1, 'BUSINESS', 'HUAWEI'), CONCAT('Contact Person ', seq),
        CONCAT('+86138', LPAD(MOD(seq, 100000000), 8, '0')), CONCAT('contact', seq, '@example.com'), CONCAT('contact', seq, '@example.com') FROM seq_1_to_${2 * requests}`,
    material: `INSERT INTO material (id, certification_request_id, template_id, template_code, template_version, phase, revision, status, file, file_name,
        file_bytes, uploader, uploaded_at)
      SELECT ${id('material', 'seq')}, ${id('request', nth('seq', 5))}, ${template('seq', 'id')}, ${template('seq', 'code')}, 1, 'QUALIFICATION', 1, 'CLEAN',
        JSON_OBJECT('name', CONCAT('material-', seq, '.pdf'), 'contentType', 'application/pdf', 'bytes', 10000 + MOD(seq * 31, 5000000), 'sha256', SHA2(seq, 256)),
        CONCAT('material-', seq, '.pdf'), 10000 + MOD(seq * 31, 5000000),
        JSON_OBJECT('subject', 'seller', 'name', 'Wang Wei', 'role', 'SELLER'), ${begin} + INTERVAL FLOOR(seq / 5) SECOND FROM seq_1_to_${5 * requests}`,
    submission: `INSERT INTO submission (id, certification_request_id, round, digest, snapshot, submitted_at)
      SELECT ${id('submission', 'seq')}, ${id('request', 'seq')}, 1, SHA2(seq, 256), ${snapshot('seq', sellerOf('seq'))}, ${submittedAt('seq')}
      FROM seq_1_to_${requests} WHERE ${statusOf('seq')} <> 'DRAFT'`,
    progress_event: `INSERT INTO progress_event (id, position, type, subject_id, seller_id, phase, actor, reason, occurred_at, actor_subject)
      SELECT ${id('event', 'seq')}, seq, ELT(1 + MOD(seq - 1, 4), 'CERTIFICATION_SUBMITTED', 'REVIEW_CLAIMED', 'PHASE_PASSED', 'CERTIFICATION_APPROVED'),
        ${id('request', nth('seq', 4))}, ${id('seller', sellerOf(nth('seq', 4)))}, IF(MOD(seq, 2) = 1, 'QUALIFICATION', 'PRODUCT'), ${actor}, NULL,
        ${begin} + INTERVAL seq * 3 SECOND, 'reviewer' FROM seq_1_to_${4 * requests}`,
    // No event is told to anybody: mails and short messages have their own cost, which no peer has.
    counter: `REPLACE INTO counter (name, value) VALUES ('event', ${4 * requests}), ('dispatched', ${10 ** 12})`,
  };
}
