import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Database } from '../platform/database.js';
import { type ChainHead, verifyAudit } from '../services/audit-verifier.js';

/** The command `verify-audit`: walks the chains of the audit trail, names every row that was changed, removed or inserted, and ends with 1. */
export async function verifyAuditTrail(databaseUrl: string, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { heads: { type: 'string' } }, strict: true });
  const known = values.heads ? readHeads(await readFile(values.heads, 'utf8')) : [];
  const database = await Database.open(databaseUrl, 2);
  try {
    const { wrong, heads, entries, unchained } = await verifyAudit(database.dataSource, known);
    const out = [
      ...heads.filter(({ position, hash }) => position > 0 && hash).map(({ chain, position, hash }) => `head ${chain} ${position} ${hash}`),
      ...(unchained > 0 ? [`note  ${unchained} events are older than the chain`] : []),
      ...wrong.map((what) => `WRONG ${what}`),
      wrong.length > 0 ? `${wrong.length} of the audit trail is wrong` : `ok    ${entries} entries, each in its place`,
    ];
    process.stdout.write(`${out.join('\n')}\n`);
    return wrong.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

/** Reads what the command printed earlier; other lines are passed over. */
const readHeads = (text: string): ChainHead[] =>
  [...text.matchAll(/^head (\S+) (\d+) ([0-9a-f]{64})$/gm)].map(([, chain, position, hash]) => ({
    chain: chain!,
    position: Number(position),
    hash: hash!,
  }));
