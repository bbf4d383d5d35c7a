// The statements of `mercurius` and `limit`, written by hand for the fields that the workloads ask for, prepared by mysql2.
import { randomBytes } from 'node:crypto';
import { createPool } from 'mysql2/promise';

const pool = createPool({
  uri: process.env.DATABASE_URL,
  connectionLimit: 10,
  timezone: 'Z',
  charset: 'utf8mb4_bin',
  supportBigNumbers: true,
});
const rows = async (sql, values) => (await pool.execute(sql, values))[0];
const marks = (values) => values.map(() => '?').join(', ');
const parsed = (value) => (typeof value === 'string' ? JSON.parse(value) : value);

const cursorOf = (...position) => Buffer.from(JSON.stringify(position)).toString('base64url');
const positionOf = (cursor) => JSON.parse(Buffer.from(cursor, 'base64url').toString());

function grouped(found, ids, key = 'requestId') {
  const groups = new Map(ids.map((id) => [id, []]));
  for (const row of found) groups.get(row[key]).push(row);
  return ids.map((id) => groups.get(id));
}

function pageOf(found, first, cursor) {
  const hasNextPage = found.length > first;
  if (hasNextPage) found.pop();
  return { nodes: found, pageInfo: { hasNextPage, endCursor: found.length > 0 ? cursor(found.at(-1)) : null } };
}

/** A page of requests of a seller, oldest first. */
export async function list(sellerId, first, after) {
  const found = await rows(
    `SELECT id, number, status, phase, seller_id AS sellerId, product_name AS productName, product_version AS productVersion,
       delivery_method AS deliveryMethod, submitted_at AS submittedAt
     FROM certification_request WHERE seller_id = ? AND status <> 'DISCARDED' ${after ? 'AND id > ?' : ''} ORDER BY id LIMIT ${first + 1}`,
    after ? [sellerId, positionOf(after)[2]] : [sellerId],
  );
  return pageOf(found, first, ({ id }) => cursorOf('CREATED_ASC', id, id));
}

/** A page of what waits in a status, by submission, with the count of all. */
export async function queue(status, first, after) {
  const [, at, id] = after ? positionOf(after) : [];
  const [found, [{ n }]] = await Promise.all([
    rows(
      `SELECT id, number, status, phase, seller_id AS sellerId, product_name AS productName, submitted_at AS submittedAt
       FROM certification_request WHERE status = ? ${after ? 'AND submitted_at >= ? AND NOT (submitted_at = ? AND id <= ?)' : ''}
       ORDER BY submitted_at, id LIMIT ${first + 1}`,
      after ? [status, at, at, id] : [status],
    ),
    rows('SELECT COUNT(*) AS n FROM certification_request WHERE status = ?', [status]),
  ]);
  const cursor = (row) => cursorOf('SUBMITTED_ASC', row.submittedAt.toISOString(), row.id);
  return { totalCount: n, ...pageOf(found, first, cursor) };
}

/** A request with the columns of a detail; null when there is none. */
export const request = async (id) =>
  (
    await rows(
      `SELECT id, number, version, status, phase, seller_id AS sellerId, product_name AS productName, product_version AS productVersion,
         delivery_method AS deliveryMethod, category, introduction, created_at AS createdAt, updated_at AS updatedAt, submitted_at AS submittedAt,
         decided_at AS decidedAt FROM certification_request WHERE id = ?`,
      [id],
    )
  )[0] ?? null;

export async function sellers(ids, detail) {
  const distinct = [...new Set(ids)];
  const columns = detail ? 'status, registration_number AS registrationNumber, company_name AS name, introduction' : 'company_name AS name';
  const found = await rows(`SELECT id, ${columns} FROM seller WHERE id IN (${marks(distinct)})`, distinct);
  const byId = new Map(found.map(({ id, status, ...company }) => [id, { id, status, company }]));
  return ids.map((id) => byId.get(id));
}

export const contacts = async (ids) =>
  grouped(
    await rows(
      `SELECT id, certification_request_id AS requestId, kind, name, mobile, email FROM contact WHERE certification_request_id IN (${marks(ids)}) ORDER BY kind`,
      ids,
    ),
    ids,
  );

export async function materials(ids, detail) {
  const file = detail ? 'file' : 'file_name AS name, file_bytes AS bytes';
  const found = await rows(
    `SELECT id, certification_request_id AS requestId, revision, status, ${file}, uploaded_at AS uploadedAt
     FROM material WHERE certification_request_id IN (${marks(ids)}) AND replaced_at IS NULL ORDER BY template_code, revision`,
    ids,
  );
  for (const row of found) row.file = detail ? parsed(row.file) : { name: row.name, bytes: row.bytes };
  return grouped(found, ids);
}

export const supportingProducts = async (ids) =>
  grouped(
    await rows(
      `SELECT id, certification_request_id AS requestId, position, name, version, delivery_method AS deliveryMethod, introduction
       FROM supporting_product WHERE certification_request_id IN (${marks(ids)}) ORDER BY position, id`,
      ids,
    ),
    ids,
  );

/** The timeline of one request, from its first event. */
export async function timeline(id, first) {
  const found = await rows(
    `SELECT id, position, type, phase, reason, actor, occurred_at AS occurredAt FROM progress_event WHERE subject_id = ? ORDER BY position LIMIT ${first + 1}`,
    [id],
  );
  for (const row of found) row.actor = parsed(row.actor);
  return pageOf(found, first, ({ position }) => Buffer.from(`event:${position}`).toString('base64url'));
}

const newId = (prefix) => `${prefix}_01${randomBytes(12).toString('hex')}`;

/** Approves the qualification of a request: review, status and event in one transaction, with a position of the event log. */
export async function approve({ id, digest }) {
  const connection = await pool.getConnection();
  const now = new Date();
  try {
    await connection.query('START TRANSACTION');
    const [[row]] = await connection.execute(
      'SELECT status, version, round, seller_id FROM certification_request WHERE id = ? FOR UPDATE',
      [id],
    );
    const [[submission]] = await connection.execute(
      'SELECT digest FROM submission WHERE certification_request_id = ? ORDER BY round DESC LIMIT 1',
      [id],
    );
    if (row?.status !== 'QUALIFICATION_REVIEW' || submission.digest !== digest) throw new Error('not to be decided');
    const reviewer = '{"subject":"reviewer","name":"Han Meimei","role":"QUALIFICATION_REVIEWER"}';
    await connection.execute(
      "INSERT INTO review (id, certification_request_id, round, phase, decision, digest, decider, decided_at) VALUES (?, ?, ?, 'QUALIFICATION', 'APPROVE', ?, ?, ?)",
      [newId('review'), id, row.round, digest, reviewer, now],
    );
    await connection.execute(
      "UPDATE certification_request SET status = 'PRODUCT_REVIEW', phase = 'PRODUCT', version = version + 1, updated_at = ? WHERE id = ? AND version = ?",
      [now, id, row.version],
    );
    const [{ insertId: position }] = await connection.query("UPDATE counter SET value = LAST_INSERT_ID(value + 1) WHERE name = 'event'");
    await connection.execute(
      "INSERT INTO progress_event (id, position, type, subject_id, seller_id, phase, actor, occurred_at) VALUES (?, ?, 'PHASE_PASSED', ?, ?, 'QUALIFICATION', ?, ?)",
      [newId('event'), position, id, row.seller_id, reviewer, now],
    );
    await connection.query('COMMIT');
    return {
      certificationRequest: { id, status: 'PRODUCT_REVIEW', phase: 'PRODUCT', version: row.version + 1, updatedAt: now },
      review: { phase: 'QUALIFICATION', decision: 'APPROVE', decidedAt: now },
      userErrors: [],
    };
  } catch (error) {
    await connection.query('ROLLBACK');
    throw error;
  } finally {
    connection.release();
  }
}

/** The product of a row. */
export const productOf = ({ productName, productVersion, deliveryMethod, category, introduction }) => ({
  name: productName,
  version: productVersion,
  deliveryMethod,
  category,
  introduction,
});
export const contactOf = (found, kind) => found.find((contact) => contact.kind === kind) ?? null;
