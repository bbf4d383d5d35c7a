import { type Soon, soon } from '../domain/soon.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { cursorOf, positionOf } from '../platform/event-log.js';
import type { Reading } from './at-hand.js';
import { type Columns, marks, withColumn } from './conditions.js';
import { badCursor, type Page, type PageArguments, pageSize } from './page.js';
import { grouped, type Reader } from './reader.js';

/** What is read for a page of a timeline, and what makes the page of it. */
interface TimelineReading extends Reading<ProgressEvent[]> {
  readonly page: (events: readonly ProgressEvent[]) => Page<ProgressEvent>;
}

/** What {@link readTimeline} reads. Throws as it does. */
export function timelineOf(reader: Reader, args: PageArguments, columns: Columns): TimelineReading {
  const { size, backward } = pageSize(args);
  const after = position(args, 'after');
  const before = position(args, 'before');
  const needed = withColumn(withColumn(columns, 'position'), 'subjectId');
  const find: TimelineReading['find'] = ({ ids, sql, values }) => {
    const range = `${after === null ? '' : ` AND position > ${after}`}${before === null ? '' : ` AND position < ${before}`}`;
    const where = `subject_id IN (${sql})${range}`;
    const direction = backward ? 'DESC' : 'ASC';
    if (ids.length === 1) {
      // What a detail asks for: straight off the index, where numbering would read the whole timeline.
      const first = { sql: where, values, orderBy: `position ${direction}`, limit: size + 1, keys: 1 };
      const arrange = (events: object[]) => new Map([[ids[0]!, (backward ? events.reverse() : events) as ProgressEvent[]]]);
      return { select: reader.byKeys(ProgressEvent, needed, first), arrange };
    }
    const numbered = `SELECT progress_event.*, ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY position ${direction}) AS nth FROM progress_event WHERE ${where}`;
    const select = {
      mapper: reader.mapper(ProgressEvent, needed),
      from: `(${numbered}) events WHERE nth <= ${size + 1}`,
      values,
      keys: ids.length,
      orderBy: 'position',
    };
    return { select, arrange: (events) => grouped(events as ProgressEvent[], 'subjectId', ids) };
  };
  const page: TimelineReading['page'] = (events) => {
    const more = events.length > size;
    return {
      rows: more ? (backward ? events.slice(1) : events.slice(0, size)) : events,
      hasNextPage: backward ? before !== null : more,
      hasPreviousPage: backward ? more : after !== null,
      cursorOf: (event) => cursorOf(event.position),
    };
  };
  return { key: `timeline ${needed} ${size} ${backward} ${after} ${before}`, find, page };
}

/**
 * A page of the events of one subject, oldest first; for the subjects of a list, all in one statement. Cursors are those of the event
 * log. Throws a Failure BAD_USER_INPUT for bad arguments.
 */
export function readTimeline(reader: Reader, subjectId: string, args: PageArguments, columns: Columns): Soon<Page<ProgressEvent>> {
  const timeline = timelineOf(reader, args, columns);
  return soon(reader.read(timeline, subjectId), timeline.page);
}

/** How many events a subject has. */
export const countTimeline = (reader: Reader, subjectId: string): Soon<number> =>
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
