import { readFile } from 'node:fs/promises';
import type { Config } from '../platform/config.js';
import { type Client, createClient, DemoFailure } from './demo-client.js';
import { playRelease } from './demo-release.js';
import { demoCompanies, demoContact, demoHuaweiContact } from './demo-texts.js';
import { filledQuotation } from './quotation-form.js';
import { shippedPath } from './shipped.js';
import { makeToken } from './token.js';

/** The command `demo`: plays the certification and the release of a product against the running server, as any GraphQL client would. */
export async function demo(config: Config): Promise<void> {
  const url = `${config.publicUrl ?? `http://localhost:${config.port}`}/graphql`;
  const as = async (role: string, wish = {}) => createClient(url, await makeToken(config, { as: [role], ...wish }));
  const reviewers = {
    QUALIFICATION: await as('qualification-reviewer'),
    PRODUCT: await as('product-reviewer'),
  };
  const play = new Play(await as('admin'), (sellerId) => as('seller', { seller: sellerId }), reviewers, await as('operations-manager'));
  process.stdout.write(`Playing the certification and the release of a product against ${url}\n\n`);
  try {
    await play.run();
  } catch (error) {
    if (error instanceof DemoFailure) throw error;
    throw new Error(`${(error as Error).message}: does the server run at ${url}? Start it with npm start`);
  }
}

type Phase = 'QUALIFICATION' | 'PRODUCT';
interface Template {
  id: string;
  code: string;
  file: { name: string; contentType: string } | null;
}

const shown = 'id number version status phase';

/** The flow, step by step; each prints what came of it and how long it took. */
class Play {
  private readonly started = performance.now();
  private seller!: Client;

  constructor(
    private readonly admin: Client,
    private readonly sellerClient: (sellerId: string) => Promise<Client>,
    private readonly reviewers: Readonly<Record<Phase, Client>>,
    private readonly manager: Client,
  ) {}

  async run(): Promise<void> {
    await this.join();
    const id = await this.draft();
    await this.upload(id);
    await this.submit(id);
    await this.decide(id, 'QUALIFICATION', 'APPROVE');
    await this.decide(id, 'PRODUCT', 'REQUEST_CHANGES', {
      reason: 'Please say where the data is kept.',
      findings: [{ severity: 'BLOCKER', message: 'Where is the data kept?', path: ['product', 'introduction'] }],
    });
    await this.answer(id);
    await this.submit(id);
    await this.decide(id, 'PRODUCT', 'APPROVE');
    await this.tell(id);
    await this.copyAndDiscard(id);
    await playRelease((what, work, tell) => this.step(what, work, tell), this.seller, this.manager);
    process.stdout.write(`\nDone in ${Math.round(performance.now() - this.started)} ms.\n`);
  }

  private async step<T>(what: string, work: () => Promise<T>, tell: (result: T) => string): Promise<T> {
    const before = performance.now();
    const result = await work();
    process.stdout.write(`${`${Math.round(performance.now() - before)} ms`.padStart(7)}  ${what.padEnd(42)} ${tell(result)}\n`);
    return result;
  }

  private async join(): Promise<void> {
    const { accountSubject, ...company } = demoCompanies[1];
    const input = { accountSubject: `${accountSubject}-${Date.now().toString(36)}`, company };
    const { id } = await this.step(
      'register a seller',
      async () => (await this.admin.mutate('registerSeller', input, 'seller { id }')).seller as { id: string },
      (seller) => seller.id,
    );
    this.seller = await this.sellerClient(id);
    await this.step(
      'a draft before joining',
      () => this.seller.refused('createCertificationRequest', {}),
      (codes) => `refused: ${codes.join(', ')}`,
    );
    const agreements = await this.step(
      'read the partner agreement',
      () =>
        this.seller.query<{ agreements: { id: string; title: string; version: number }[] }>(
          '{ agreements(kind: JOINT_PARTNER_PROGRAM) { id title version body } }',
        ),
      ({ agreements: [agreement] }) => `${agreement!.title}, version ${agreement!.version}`,
    );
    await this.step(
      'sign it',
      () =>
        this.seller.mutate(
          'signAgreement',
          { agreementId: agreements.agreements[0]!.id },
          'signature { signedAt current signedBy { name } }',
        ),
      ({ signature }) => `at ${(signature as { signedAt: string }).signedAt}`,
    );
  }

  private async draft(): Promise<string> {
    const { id } = await this.step(
      'make a draft, half done',
      async () =>
        (
          await this.seller.mutate(
            'createCertificationRequest',
            { product: { name: 'Qingtian Cloud Move' } },
            `certificationRequest { ${shown} }`,
          )
        ).certificationRequest as Shown,
      tellRequest,
    );
    await this.checks(id);
    await this.step(
      'fill it in',
      async () =>
        (
          await this.seller.mutate(
            'updateCertificationRequest',
            {
              id,
              product: {
                version: 'V1.0',
                deliveryMethod: 'CONSULTING_SERVICE',
                category: 'Consulting',
                introduction: 'Plans the move of a retailer to the cloud.',
              },
              businessContact: demoContact,
              huaweiContact: demoHuaweiContact,
            },
            `certificationRequest { ${shown} businessContact { mobile } }`,
          )
        ).certificationRequest as Shown & { businessContact: { mobile: string } },
      (request) => `${tellRequest(request)}, mobile kept as ${request.businessContact.mobile}`,
    );
    await this.step(
      'add a supporting product',
      () =>
        this.seller.mutate(
          'addSupportingProduct',
          { certificationRequestId: id, product: { name: 'Qingtian Migration Kit', version: 'V2.0', deliveryMethod: 'LICENSE' } },
          'supportingProduct { id position }',
        ),
      ({ supportingProduct }) => (supportingProduct as { id: string }).id,
    );
    return id;
  }

  private async checks(id: string): Promise<void> {
    await this.step(
      'what is still to do',
      () =>
        this.seller.query<{ r: { checks: { code: string; passed: boolean; severity: string }[] } }>(
          `query ($id: ID!) { r: certificationRequest(id: $id) { checks { code passed severity message path } } }`,
          { id },
        ),
      ({ r }) => `${r.checks.filter((check) => !check.passed && check.severity === 'BLOCKER').length} checks fail`,
    );
  }

  private async upload(id: string): Promise<void> {
    const { materialTemplates } = await this.step(
      'list the material templates',
      () =>
        this.seller.query<{ materialTemplates: Template[] }>(
          '{ materialTemplates(deliveryMethod: CONSULTING_SERVICE) { id code name file { name contentType downloadUrl } } }',
        ),
      (answer) => answer.materialTemplates.map((template) => template.code).join(', '),
    );
    await this.step(
      'download all of them as one zip',
      async () => {
        const { url } = await this.seller.query<{ url: string }>('{ url: materialTemplateBundleUrl(deliveryMethod: CONSULTING_SERVICE) }');
        return (await (await fetch(url)).arrayBuffer()).byteLength;
      },
      (bytes) => `${bytes} bytes`,
    );
    for (const { id: templateId, code, file } of materialTemplates) {
      const quotation = filledQuotation({ PRODUCT_NAME: 'Qingtian Cloud Move', DELIVERY_METHOD: 'CONSULTING_SERVICE' });
      const bytes = code === 'QUOTATION' ? quotation : await readFile(shippedPath(`files/${file!.name}`));
      await this.step(
        `upload ${code}`,
        () =>
          this.seller.upload(
            'uploadMaterial',
            { certificationRequestId: id, templateId },
            { name: file!.name, type: file!.contentType, bytes },
            'material { id revision status file { name bytes sha256 } }',
          ),
        ({ material }) => tellMaterial(material as Uploaded),
      );
    }
    await this.checks(id);
  }

  private async submit(id: string): Promise<void> {
    const { agreements } = await this.seller.query<{ agreements: { id: string; kind: string }[] }>('{ agreements { id kind } }');
    const acceptedAgreementIds = agreements
      .filter((agreement) => agreement.kind !== 'JOINT_PARTNER_PROGRAM')
      .map((agreement) => agreement.id);
    await this.step(
      'submit with both commitments',
      async () =>
        (
          await this.seller.mutate(
            'submitCertificationRequest',
            { id, acceptedAgreementIds },
            `certificationRequest { ${shown} submissions { round digest changesSincePrevious { path } } }`,
          )
        ).certificationRequest as Shown & { submissions: { round: number; digest: string; changesSincePrevious: { path: string[] }[] }[] },
      (request) => {
        const { round, digest, changesSincePrevious } = request.submissions.at(-1)!;
        const changes = changesSincePrevious.map((change) => change.path.join('.')).join(', ');
        return `${tellRequest(request)}, round ${round}, digest ${digest.slice(0, 12)}…${changes ? `, changed: ${changes}` : ''}`;
      },
    );
  }

  private async decide(id: string, phase: Phase, decision: string, rest: object = {}): Promise<void> {
    const reviewer = this.reviewers[phase];
    await this.step(
      `claim the ${phase.toLowerCase()} review`,
      () => reviewer.mutate('claimReview', { id }, 'subject { ... on CertificationRequest { claim { until } } }'),
      ({ subject }) => `until ${(subject as { claim: { until: string } }).claim.until}`,
    );
    const { r } = await reviewer.query<{ r: { submissions: { digest: string }[] } }>(
      'query ($id: ID!) { r: certificationRequest(id: $id) { submissions { digest } } }',
      { id },
    );
    await this.step(
      `decide it: ${decision}`,
      async () =>
        (
          await reviewer.mutate(
            'reviewCertificationRequest',
            { id, phase, digest: r.submissions.at(-1)!.digest, decision, ...rest },
            `certificationRequest { ${shown} }`,
          )
        ).certificationRequest as Shown,
      tellRequest,
    );
  }

  private async answer(id: string): Promise<void> {
    const { r } = await this.step(
      'read the reasons',
      () =>
        this.seller.query<{ r: { rejectionReasons: string[]; findings: { id: string }[]; reviews: { reviewer: { name: string } }[] } }>(
          'query ($id: ID!) { r: certificationRequest(id: $id) { rejectionReasons findings(status: [OPEN]) { id message } reviews { reviewer { name } } } }',
          { id },
        ),
      (answer) => `“${answer.r.rejectionReasons[0]}” says a ${answer.r.reviews.at(-1)!.reviewer.name}`,
    );
    await this.seller.mutate(
      'updateCertificationRequest',
      { id, product: { introduction: 'Plans the move of a retailer to the cloud. The data stays in the region of the customer.' } },
      `certificationRequest { ${shown} }`,
    );
    await this.step(
      'answer the finding',
      () =>
        this.seller.mutate(
          'answerFinding',
          { id: r.findings[0]!.id, answer: 'In the region of the customer; the introduction now says so.' },
          'finding { id status }',
        ),
      ({ finding }) => `${(finding as { id: string; status: string }).id} ${(finding as { status: string }).status}`,
    );
  }

  private async tell(id: string): Promise<void> {
    const { r } = await this.seller.query<{ r: { timeline: { nodes: { type: string; occurredAt: string; actor: { name: string } }[] } } }>(
      'query ($id: ID!) { r: certificationRequest(id: $id) { timeline(first: 50) { nodes { type occurredAt actor { name } } } } }',
      { id },
    );
    process.stdout.write('\n  The timeline, as the seller sees it:\n');
    for (const { type, occurredAt, actor } of r.timeline.nodes) process.stdout.write(`  ${occurredAt}  ${type.padEnd(26)} ${actor.name}\n`);
    process.stdout.write('\n');
  }

  private async copyAndDiscard(id: string): Promise<void> {
    const copy = await this.step(
      'copy it for the next product',
      async () =>
        (
          await this.seller.mutate(
            'copyCertificationRequest',
            { id },
            `certificationRequest { ${shown} copiedFrom { number } materials { id } }`,
          )
        ).certificationRequest as Shown & { copiedFrom: { number: string } },
      (request) => `${tellRequest(request)}, copied from ${request.copiedFrom.number}`,
    );
    await this.step(
      'discard the copy',
      () => this.seller.mutate('discardCertificationRequest', { id: copy.id }, 'discardedId'),
      ({ discardedId }) => String(discardedId),
    );
  }
}

interface Shown {
  id: string;
  number: string;
  version: number;
  status: string;
  phase: string | null;
}
interface Uploaded {
  id: string;
  revision: number;
  status: string;
  file: { bytes: number };
}
const tellRequest = ({ id, number, version, status }: Shown): string => `${number} (${id}) is ${status}, version ${version}`;
const tellMaterial = ({ id, status, revision, file }: Uploaded): string => `${id} ${status}, revision ${revision}, ${file.bytes} bytes`;
