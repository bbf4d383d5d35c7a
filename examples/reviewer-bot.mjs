// Looks through new submissions before a person does: whatever says too little goes back at once, the rest is left to the reviewers.
//   JOINT_OPS_URL=http://localhost:4000 JOINT_OPS_TOKEN=… node reviewer-bot.mjs CURSOR_FILE
// It keeps its place in a file: stopped and started again, it goes on where it was.
import { readFile, writeFile } from 'node:fs/promises';
import { createJointOps, RefusedError } from '@joint-ops/sdk';

const [cursorFile = 'reviewer-bot.cursor'] = process.argv.slice(2);
const { JOINT_OPS_URL: url = 'http://localhost:4000', JOINT_OPS_TOKEN: token = '' } = process.env;
const jointOps = createJointOps({ url, token });
const after = await readFile(cursorFile, 'utf8').catch(() => undefined);

// #region queue
const queue = jointOps.reviewQueue({ phase: 'QUALIFICATION', after }, { onStatus: (status) => console.log(status) });
for await (const { type, subject } of queue) {
  if (type === 'CERTIFICATION_SUBMITTED' || type === 'CERTIFICATION_RESUBMITTED') await look(subject.id);
  if (queue.cursor) await writeFile(cursorFile, queue.cursor);
}
// #endregion

/** @param {string} id */
async function look(id) {
  const request = await jointOps.certificationRequest({ id });
  const digest = request?.submissions.at(-1)?.digest;
  if (!request || !digest) return;
  const introduction = request.product?.introduction ?? '';
  if (introduction.length >= 20) return console.log(`${request.number}: for a person to read`);
  // #region decide
  try {
    await jointOps.reviewCertificationRequest({
      id,
      phase: 'QUALIFICATION',
      digest,
      decision: 'REQUEST_CHANGES',
      findings: [{ severity: 'BLOCKER', message: 'Say more of what the product does.', path: ['product', 'introduction'] }],
    });
    console.log(`${request.number}: sent back`);
  } catch (error) {
    // Somebody was quicker, or it has moved on: nothing was changed.
    if (!(error instanceof RefusedError)) throw error;
    console.log(`${request.number}: ${error.code}`);
  }
  // #endregion
}
