import { Readable } from 'node:stream';
import type { Actor } from '../domain/actor.js';
import { commitments } from '../domain/agreements.js';
import { AgreementKind, FindingSeverity, ReleaseDecision, ReviewDecision, ReviewPhase, Role } from '../domain/words.js';
import { Agreement } from '../entities/agreement.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { ProductRelease } from '../entities/product-release.js';
import { Submission } from '../entities/submission.js';
import type { Database } from '../platform/database.js';
import type { Command } from '../platform/transaction.js';
import type { Services } from '../resolvers/context.js';
import { type IncomingFile, localFile } from '../services/file-intake.js';
import { quotationTemplate } from '../services/material-service.js';
import { demoLogo } from './demo-logo.js';
import { type DemoProduct, demoCompanies, demoContact, demoHuaweiContact, demoInformation, demoProducts } from './demo-texts.js';
import { filledQuotation } from './quotation-form.js';
import { commandOf, seeder } from './seed-actors.js';
import { shippedPath } from './shipped.js';

const reviewers: Readonly<Record<ReviewPhase, Command>> = {
  [ReviewPhase.QUALIFICATION]: commandOf(seeder('demo-reviewer-wang', 'Wang Fang', [Role.QUALIFICATION_REVIEWER])),
  [ReviewPhase.PRODUCT]: commandOf(seeder('demo-reviewer-zhao', 'Zhao Qiang', [Role.PRODUCT_REVIEWER])),
};

const operationsManager = commandOf(seeder('demo-manager-sun', 'Sun Li', [Role.OPERATIONS_MANAGER]));

/** Loads the demo: two companies, of which one has signed, and its requests and releases in every state. They are real steps, taken by the services. */
export async function loadDemo(services: Services, { dataSource }: Database, admin: Command): Promise<void> {
  const { manager } = dataSource;
  const [seller] = await registerCompanies(services, admin);
  const agreementOf = async (kind: AgreementKind) => (await manager.findOneByOrFail(Agreement, { kind })).id;
  await services.agreements.sign(seller!, { agreementId: await agreementOf(AgreementKind.JOINT_PARTNER_PROGRAM) });
  const acceptedAgreementIds = await Promise.all(commitments.map(agreementOf));
  const templates = await manager.find(MaterialTemplate);
  const digestOf = async (id: string) => (await manager.findOneByOrFail(Submission, { certificationRequestId: id, round: 1 })).digest;

  for (const product of demoProducts) {
    const id = await makeDraft(services, seller!, product, templates);
    if (product.state === 'draft') continue;
    await services.certification.submit(seller!, { id, acceptedAgreementIds });
    if (product.state !== 'qualification') await review(services, { id, digest: await digestOf(id) }, product);
    if (product.state === 'certified' || product.state === 'released') {
      const releaseId = await submitRelease(services, seller!, id);
      const { digest } = await manager.findOneByOrFail(ProductRelease, { id: releaseId });
      if (product.state === 'released')
        await services.releaseReviews.review(operationsManager, { id: releaseId, digest: digest!, decision: ReleaseDecision.APPROVE });
    }
  }
}

async function registerCompanies(services: Services, admin: Command): Promise<Command[]> {
  const sellers: Command[] = [];
  for (const { accountSubject, ...company } of demoCompanies) {
    const { sellerId } = await services.sellers.register(admin, { accountSubject, company });
    const actor: Actor = seeder(accountSubject, demoContact.name, [Role.SELLER], sellerId);
    sellers.push(commandOf(actor));
  }
  return sellers;
}

async function makeDraft(
  services: Services,
  seller: Command,
  { state, ...product }: DemoProduct,
  templates: MaterialTemplate[],
): Promise<string> {
  const halfDone = state === 'draft';
  const { requestId } = await services.drafts.create(seller, {
    product,
    ...(!halfDone && { businessContact: demoContact, huaweiContact: demoHuaweiContact }),
  });
  for (const template of templates.filter((t) => !halfDone && t.required && t.deliveryMethods.includes(product.deliveryMethod))) {
    const file =
      template.code === quotationTemplate
        ? quotationFile(product)
        : localFile(shippedPath(`files/${template.file!.name}`), template.file!.name);
    await services.materials.upload(seller, { certificationRequestId: requestId, templateId: template.id, file });
  }
  return requestId;
}

/** Submits a release of a certified product and answers its id. */
async function submitRelease(services: Services, seller: Command, certificationRequestId: string): Promise<string> {
  const { releaseId: id } = await services.releases.create(seller, { certificationRequestId, information: demoInformation });
  await services.releases.uploadLogo(seller, {
    productReleaseId: id,
    file: { filename: 'logo.png', stage: (staging, maxBytes) => staging.stage(Readable.from([demoLogo()]), maxBytes) },
  });
  await services.releases.submit(seller, { id });
  return id;
}

const quotationFile = ({ name, deliveryMethod }: Pick<DemoProduct, 'name' | 'deliveryMethod'>): IncomingFile => ({
  filename: 'quotation-报价单.xlsx',
  stage: (staging, maxBytes) =>
    staging.stage(Readable.from([Buffer.from(filledQuotation({ PRODUCT_NAME: name, DELIVERY_METHOD: deliveryMethod }))]), maxBytes),
});

async function review(services: Services, of: { id: string; digest: string }, { state }: DemoProduct): Promise<void> {
  const decide = (phase: ReviewPhase, decision: ReviewDecision, rest = {}) =>
    services.reviews.review(reviewers[phase], { ...of, phase, decision, ...rest }, []);
  if (state === 'rejected') {
    const reason = 'The product collects data from sites that forbid it. 该商品从禁止采集的网站获取数据。';
    return void (await decide(ReviewPhase.QUALIFICATION, ReviewDecision.REJECT, { reason }));
  }
  await decide(ReviewPhase.QUALIFICATION, ReviewDecision.APPROVE);
  if (state === 'certified' || state === 'released') await decide(ReviewPhase.PRODUCT, ReviewDecision.APPROVE);
  if (state === 'changes') {
    await decide(ReviewPhase.PRODUCT, ReviewDecision.REQUEST_CHANGES, {
      reason: 'Tell which cameras are supported. 请说明支持哪些相机。',
      findings: [
        {
          severity: FindingSeverity.BLOCKER,
          path: ['product', 'introduction'],
          message: 'The introduction does not say which cameras are supported.',
          hint: 'List makers and models.',
        },
      ],
    });
  }
  if (state === 'product') await services.reviews.claim(reviewers[ReviewPhase.PRODUCT], { id: of.id });
}
