// How many changes a second pass the counter that numbers events (docs/adr/0003).
import { TcpProxy } from '../../test/support/tcp-proxy.mjs';
import { drop, makeEmpty } from '../load.mjs';
import { median } from './drive.mjs';

const event = {
  type: 'REVIEW_CLAIMED',
  subjectId: 'request_01000000000000000000000001',
  sellerId: 'seller_01000000000000000000000001',
  phase: 'QUALIFICATION',
  actor: { subject: 'reviewer', name: 'Han Meimei', role: 'QUALIFICATION_REVIEWER' },
  reason: null,
};

/**
 * Writes events with so many writers at once, in turn, for `ms` each, over connections of one process to an empty database of its own, whose
 * answers come `delay` ms later: as the unit of work does, and beside it with positions from memory, which nobody has to wait for. Tells each row
 * of the table.
 */
export async function measureWriters(counts, ms, delay, tell) {
  const name = `joint_ops_bench_writers_${process.pid}`;
  // Builds what is imported then.
  const url = await makeEmpty(name);
  const { Database } = await import('../../dist/platform/database.js');
  const { UnitOfWork } = await import('../../dist/platform/unit-of-work.js');
  const { ProgressEvent } = await import('../../dist/entities/progress-event.js');
  const { newId } = await import('../../dist/platform/ids.js');
  const address = new URL(url);
  const proxy = delay > 0 ? await TcpProxy.start(Number(address.port || 3306), address.hostname) : null;
  if (proxy) {
    proxy.delay(delay);
    address.host = `127.0.0.1:${proxy.port}`;
  }
  const database = await Database.open(address.href, Math.max(...counts));
  const unitOfWork = new UnitOfWork(database, { now: () => new Date().toISOString() });
  // Far beyond those of the counter.
  let free = 10 ** 12;
  const withCounter = async (tx) => tx.emit(event);
  const without = (tx) => tx.insert(ProgressEvent, [{ id: newId('ProgressEvent'), position: free++, ...event, occurredAt: tx.now }]);
  try {
    for (const count of counts) {
      const [counted, uncounted] = [await rate(unitOfWork, count, ms, withCounter), await rate(unitOfWork, count, ms, without)];
      tell([count, ...counted, ...uncounted]);
    }
  } finally {
    await database.close();
    await proxy?.stop();
    await drop(name);
  }
}

/** Transactions a second, and the milliseconds that one takes at the median. */
async function rate(unitOfWork, writers, ms, write) {
  const times = [];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() - begun < ms) {
        const started = performance.now();
        await unitOfWork.maintain(write);
        times.push(performance.now() - started);
      }
    }),
  );
  return [Math.round((times.length / (performance.now() - begun)) * 1000), median(times).toFixed(2)];
}
