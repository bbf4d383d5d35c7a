/** Rows of the lists that are not of requests, one statement a table: made from the requests that bench/support/tables.mjs makes. */
const id = (prefix: string) => `CONCAT('${prefix}_01', RIGHT(id, 24))`;
const roll = (of: number) => `MOD(CRC32(id), ${of})`;
const status = `ELT(1 + (${roll(20)} >= 2) + (${roll(20)} >= 4) + (${roll(20)} >= 18) + (${roll(20)} >= 19), 'DRAFT', 'IN_REVIEW', 'RELEASED', 'REJECTED', 'DISCARDED')`;

export const rowsOfLists: readonly string[] = [
  `INSERT INTO product_release (id, number, version, kind, status, seller_id, certification_request_id, name, highlights, round, due_at, created_at, updated_at, submitted_at)
    SELECT ${id('release')}, CONCAT('JOR-2025-', RIGHT(number, 7)), 1, IF(${roll(7)} = 0, 'MODIFICATION', 'RELEASE'), ${status}, seller_id, id, product_name, '[]', 1,
      IF(${status} = 'IN_REVIEW', due_at, NULL), created_at, updated_at, IF(${status} = 'DRAFT', NULL, updated_at) FROM certification_request`,
  `INSERT INTO product (id, status, name, delivery_method, seller_id, certification_request_id, current_release_id, product_url, released_at)
    SELECT ${id('product')}, IF(${roll(9)} = 0, 'DELISTED', 'LISTED'), product_name, delivery_method, seller_id, id, ${id('release')}, 'https://example.com/', created_at
    FROM certification_request WHERE ${status} = 'RELEASED'`,
  `INSERT INTO notification (id, event_id, position, seller_id, channel, recipient, language, text, params, status, attempts, created_at, read_at)
    SELECT ${id('notification')}, id, position, seller_id, ELT(1 + MOD(position, 3), 'INBOX', 'EMAIL', 'SMS'), seller_id, 'en', 'certificationSubmitted', '{}', 'SENT', 1, occurred_at,
      IF(${roll(3)} = 0, NULL, occurred_at) FROM progress_event`,
  `INSERT INTO audit_entry (id, action, operation, object_id, actor_subject, actor_role, occurred_at, chain, position, hash)
    SELECT ${id('audit')}, IF(${roll(2)} = 0, 'CONTACTS_READ', 'FILE_DOWNLOADED'), NULL, subject_id, actor_subject, 'PRODUCT_REVIEWER', occurred_at, 'rows', position, SHA2(id, 256)
    FROM progress_event WHERE MOD(position, 4) = 0`,
];
