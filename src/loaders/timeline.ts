import { ProgressEvent } from '../entities/progress-event.js';
import { cursorOf, positionOf } from '../platform/event-log.js';
import { badCursor, type Page, type PageArguments, pageSize } from './page.js';
import { type Columns, grouped, marks, type Reader } from './reader.js';

/**
 * A page of the events of one subject, oldest first; for the subjects of a list, all in one statement. Cursors are those of the event
 * log. Throws a Failure BAD_USER_INPUT for bad arguments.
 */
export async function readTimeline(reader: Reader, subjectId: string, args: PageArguments, columns: Columns): Promise<Page<ProgressEvent>> {
  const { size, backward } = pageSize(args);
  const after = position(args, 'after');
  const before = position(args, 'before');
  const needed = columns && [...new Set([...columns, 'position', 'subjectId'])].sort();
  const key = `timeline ${needed} ${size} ${backward} ${after} ${before}`;
  const rows = await reader.batch(key, subjectId, (ids) => {
    const range = `${after === null ? '' : ` AND position > ${after}`}${before === null ? '' : ` AND position < ${before}`}`;
    const direction = backward ? 'DESC' : 'ASC';
    if (ids.length === 1) {
      // What a detail asks for: straight off the index, where numbering would read the whole timeline.
      const where = { sql: `subject_id = ?${range}`, values: ids };
      const read = reader.selectByKeys(ProgressEvent, needed, where, `position ${direction}`, size + 1);
      return read.then((events) => [backward ? events.reverse() : events]);
    }
    const { select, map } = reader.mapper(ProgressEvent, needed);
    const numbered = `SELECT progress_event.*, ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY position ${direction}) AS nth FROM progress_event WHERE subject_id IN (${marks(ids)})${range}`;
    const read = reader.database.rows(`SELECT ${select} FROM (${numbered}) events WHERE nth <= ${size + 1} ORDER BY position`, ids);
    return read.then((found) => grouped(found.map(map) as unknown as ProgressEvent[], 'subjectId', ids));
  });
  const more = rows.length > size;
  return {
    rows: more ? (backward ? rows.slice(1) : rows.slice(0, size)) : rows,
    hasNextPage: backward ? before !== null : more,
    hasPreviousPage: backward ? more : after !== null,
    cursorOf: (event) => cursorOf(event.position),
  };
}

/** How many events a subject has. */
export const countTimeline = (reader: Reader, subjectId: string): Promise<number> =>
  reader.batch('timeline count', subjectId, async (ids) => {
    const sql = `SELECT subject_id AS id, COUNT(*) AS n FROM progress_event WHERE subject_id IN (${marks(ids)}) GROUP BY subject_id`;
    const counts = new Map((await reader.database.rows(sql, ids)).map((row) => [row.id, Number(row.n)]));
    return ids.map((id) => counts.get(id) ?? 0);
  });

function position(args: PageArguments, argument: 'after' | 'before'): number | null {
  const cursor = args[argument];
  if (cursor == null) return null;
  const found = positionOf(cursor);
  if (found === null) throw badCursor(argument);
  return found;
}
