// Explains a history by the lifecycle tables: what the log tells, what the rows say, and what was acknowledged must be one story.

/** Events that change no status: the clock of a review. */
const notices = new Set(['REVIEW_OVERDUE', 'REVIEW_DUE_MOVED']);

/** The events that a row of a table may write. */
const eventsOf = ({ event }) => (typeof event === 'function' ? [event({ round: 0 }), event({ round: 1 })] : [event]);

/** Where a step leads that writes an event in a status; every status that the table allows. */
function next(table, status, { type, phase }) {
  const rows = table.filter((row) => row.from.includes(status) && eventsOf(row).includes(type));
  const to = rows.map((row) => (row.to === 'same' ? status : row.to));
  // A request that is submitted again goes on in the phase that the event names.
  const fits = type === 'CERTIFICATION_RESUBMITTED' ? to.filter((each) => each === `${phase}_REVIEW`) : to;
  return [...new Set(fits)];
}

/**
 * Every reason why a history is none that the tables allow; none when it is.
 * @param rows answers the rows of a statement
 * @param tables the lifecycle tables by kind
 * @param player what was acknowledged
 */
export async function explain(rows, tables, { done, wrongs, subjects, prepared }) {
  const found = [...wrongs];
  const wrong = (text) => found.push(text);
  const events = await rows('SELECT position, type, phase, subject_id FROM progress_event ORDER BY position');
  events.forEach(({ position }, n) => {
    if (Number(position) !== n + 1) wrong(`position ${position} stands at place ${n + 1}`);
  });
  const bySubject = grouped(events, ({ subject_id: id }) => id);
  const acknowledged = grouped(done, ({ id }) => id);
  const stored = {
    request: await rows('SELECT id, status, version, round FROM certification_request'),
    release: await rows('SELECT id, status, version, round FROM product_release'),
  };

  for (const [kind, list] of Object.entries(stored)) {
    for (const row of list) {
      if (prepared.has(row.id)) continue;
      if (!subjects.has(row.id)) wrong(`${kind} ${row.id} is there, and nobody was told so`);
      explainSubject(kind, row, tables[kind], bySubject.get(row.id) ?? [], acknowledged.get(row.id) ?? [], wrong);
    }
  }
  await explainRecords(rows, bySubject, subjects, wrong);
  await explainProducts(rows, tables.product, events, wrong);
  return found;
}

function explainSubject(kind, row, table, events, acknowledged, wrong) {
  let status = 'DRAFT';
  let held = false;
  for (const event of events) {
    if (notices.has(event.type) || event.type === 'PRODUCT_DELISTED') continue;
    // It stands on the copy, whose first event it is.
    if (event.type === 'CERTIFICATION_COPIED') {
      if (event !== events[0]) wrong(`${row.id} was copied into, though it was there`);
      continue;
    }
    const to = next(table, status, event);
    if (to.length !== 1) wrong(`${kind} ${row.id}: ${event.type} at ${event.position} is no step from ${status}`);
    status = to[0] ?? status;
    if (event.type === 'REVIEW_CLAIMED' ? held : event.type === 'REVIEW_UNCLAIMED' && !held)
      wrong(`${row.id}: ${event.type} at ${event.position}, claimed: ${held}`);
    held = event.type === 'REVIEW_CLAIMED';
  }
  if (status !== row.status) wrong(`${kind} ${row.id} is ${row.status}; its events say ${status}`);

  const told = counted(
    events
      .filter(({ type }) => !notices.has(type))
      .map(({ type }) => type.replace('CERTIFICATION_RESUBMITTED', 'SUBMIT').replace('CERTIFICATION_SUBMITTED', 'SUBMIT')),
  );
  const heard = counted(acknowledged.map(({ event }) => event).filter(Boolean));
  for (const type of new Set([...told.keys(), ...heard.keys()])) {
    const [inLog, answered] = [told.get(type) ?? 0, heard.get(type) ?? 0];
    // To claim what one holds changes nothing.
    const fits = type === 'REVIEW_CLAIMED' ? inLog <= answered && (inLog > 0 || answered === 0) : inLog === answered;
    if (!fits) wrong(`${kind} ${row.id}: ${answered} ${type} acknowledged, ${inLog} in the log`);
  }
  // Each acknowledged change raises the version by one; what made the subject, and what happens to its product, does not.
  const idle = (heard.get('REVIEW_CLAIMED') ?? 0) - (told.get('REVIEW_CLAIMED') ?? 0);
  const changes = acknowledged.filter(({ made, name }) => !made && name !== 'delistProduct').length - idle;
  if (Number(row.version) !== 1 + changes) wrong(`${kind} ${row.id}: version ${row.version} after ${changes} acknowledged changes`);
}

/** Submissions and decisions have their rows, one each. */
async function explainRecords(rows, bySubject, subjects, wrong) {
  const tables = {
    submission: ['certification_request_id', ['CERTIFICATION_SUBMITTED', 'CERTIFICATION_RESUBMITTED']],
    review: ['certification_request_id', ['PHASE_PASSED', 'CHANGES_REQUESTED', 'CERTIFICATION_APPROVED', 'CERTIFICATION_REJECTED']],
    release_review: ['product_release_id', ['RELEASE_APPROVED', 'RELEASE_REJECTED']],
  };
  for (const [table, [column, types]] of Object.entries(tables)) {
    const decided = table === 'submission' ? '' : 'WHERE decision IS NOT NULL';
    const counts = await rows(`SELECT ${column} AS id, COUNT(*) AS n FROM ${table} ${decided} GROUP BY ${column}`);
    const known = new Map(counts.map(({ id, n }) => [id, Number(n)]));
    for (const [id, events] of bySubject) {
      if (!subjects.has(id)) continue;
      const told = events.filter(({ type }) => types.includes(type)).length;
      if ((known.get(id) ?? 0) !== told) wrong(`${id}: ${known.get(id) ?? 0} rows in ${table}, ${told} such events`);
    }
  }
}

/** A product is listed by each approval, and taken off by each delisting. */
async function explainProducts(rows, table, events, wrong) {
  const requestOf = new Map(
    (await rows('SELECT id, certification_request_id AS request FROM product_release')).map(({ id, request }) => [id, request]),
  );
  const products = new Map();
  for (const event of events) {
    const request = requestOf.get(event.subject_id);
    if (event.type === 'RELEASE_APPROVED') products.set(request, 'LISTED');
    if (event.type !== 'PRODUCT_DELISTED') continue;
    const to = next(table, products.get(request), event);
    if (to.length !== 1) wrong(`product of ${request}: ${event.type} at ${event.position} is no step from ${products.get(request)}`);
    products.set(request, to[0]);
  }
  const stored = await rows('SELECT certification_request_id AS request, status FROM product');
  for (const { request, status } of stored)
    if (products.get(request) !== status) wrong(`product of ${request} is ${status}; its events say ${products.get(request)}`);
  if (stored.length !== products.size) wrong(`${stored.length} products, ${products.size} by the log`);
}

function counted(list) {
  const counts = new Map();
  for (const each of list) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

/** Map.groupBy, which Node 20 lacks. */
function grouped(list, keyOf) {
  const groups = new Map();
  for (const each of list) {
    const key = keyOf(each);
    if (groups.has(key)) groups.get(key).push(each);
    else groups.set(key, [each]);
  }
  return groups;
}
