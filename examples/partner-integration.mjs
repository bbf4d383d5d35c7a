// Certifies a product and releases it, unattended: signs the program agreement where that is due, drafts, uploads, submits, waits for the
// decisions, and prints the address of the product.
//   JOINT_OPS_URL=http://localhost:4000 JOINT_OPS_TOKEN=… node partner-integration.mjs FOLDER
// The folder holds product.json ({ product, businessContact, release }), logo.png, and the filled-in materials, named by their templates:
// QUOTATION.xlsx.
import { openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
// #region client
import { createJointOps, RefusedError } from '@joint-ops/sdk';
import { validate } from '@joint-ops/sdk/checks';

const { JOINT_OPS_URL: url = 'http://localhost:4000', JOINT_OPS_TOKEN: token = '' } = process.env;
const jointOps = createJointOps({ url, token });
// #endregion
const [folder = '.'] = process.argv.slice(2);

await sign();
const { release: information, ...draft } = JSON.parse(await readFile(join(folder, 'product.json'), 'utf8'));
// #region draft
const { certificationRequest } = await jointOps.createCertificationRequest(draft);
const { id } = certificationRequest;
// #endregion
await uploadMaterials();
await checkDraft();
await submit();
const decided = await decision();
if (decided === 'CERTIFICATION_APPROVED') console.log(await release());

/** The program agreement is signed once, before the first request. */
async function sign() {
  const { seller } = await jointOps.viewer();
  if (seller?.programAgreement?.current) return;
  const [agreement] = await jointOps.agreements({ kind: 'JOINT_PARTNER_PROGRAM' });
  if (agreement) await jointOps.signAgreement({ agreementId: agreement.id });
}

async function uploadMaterials() {
  const templates = await jointOps.materialTemplates({ deliveryMethod: draft.product.deliveryMethod });
  for (const name of await readdir(folder)) {
    const template = templates.find(({ code }) => code === parse(name).name);
    if (!template) continue;
    // #region upload
    // The file is read while it is sent: in pieces, so that a break costs a piece and not the file.
    const file = new File([await openAsBlob(join(folder, name))], name);
    const uploadId = await jointOps.upload(file, { onProgress: ({ sent, total }) => console.log(`${name}: ${sent} of ${total} bytes`) });
    await jointOps.uploadMaterial({ certificationRequestId: id, templateId: template.id, uploadId });
    // #endregion
  }
}

async function checkDraft() {
  const request = await jointOps.certificationRequest({ id });
  if (!request) throw new Error('it is gone');
  // #region validate
  const checks = validate(request, { templates: await jointOps.materialTemplates() });
  for (const { message } of checks.filter((check) => !check.passed)) console.log(`To do: ${message}`);
  // #endregion
}

async function submit() {
  // #region submit
  const commitments = (await jointOps.agreements()).filter(({ kind }) => kind !== 'JOINT_PARTNER_PROGRAM');
  try {
    await jointOps.submitCertificationRequest({ id, acceptedAgreementIds: commitments.map((agreement) => agreement.id) });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    for (const { code, message, path } of error.errors) console.error(code, message, path);
    process.exit(1);
  }
  // #endregion
}

/** Waits for as long as the reviewers take; a restart of the server or a night without network does not end it. */
async function decision() {
  const after = await submittedAt();
  // #region follow
  for await (const { type, reason } of jointOps.progress({ subjectId: id, after })) {
    console.log(certificationRequest.number, type, reason ?? '');
    if (['CERTIFICATION_APPROVED', 'CERTIFICATION_REJECTED', 'CHANGES_REQUESTED'].includes(type)) return type;
  }
  // #endregion
}

/** The cursor of the submit: so that a decision that has already come is seen too. */
async function submittedAt() {
  const [submitted] = (await jointOps.certificationTimeline({ id }))?.nodes ?? [];
  return submitted?.cursor;
}

/** Answers the address of the product, once an operations manager has approved it. */
async function release() {
  // #region release
  const { productRelease } = await jointOps.createProductRelease({ certificationRequestId: id, information });
  const logo = new File([await openAsBlob(join(folder, 'logo.png'))], 'logo.png');
  await jointOps.uploadProductLogo({ productReleaseId: productRelease.id, file: logo });
  await jointOps.submitProductRelease({ id: productRelease.id });
  const events = jointOps.progress({ subjectId: productRelease.id, after: await submittedAt() });
  for await (const { type, reason } of events) {
    console.log(type, reason ?? '');
    if (type === 'RELEASE_REJECTED') return 'The release was rejected.';
    if (type === 'RELEASE_APPROVED') break;
  }
  const released = await jointOps.productRelease({ id: productRelease.id });
  return released?.product?.serviceInformation.productUrl;
  // #endregion
}
