import type { Client } from './demo-client.js';
import { demoLogo } from './demo-logo.js';

/** What a step of the demo prints. */
export type Step = <T>(what: string, work: () => Promise<T>, tell: (result: T) => string) => Promise<T>;
interface Shown {
  id: string;
  number: string;
  version: number;
  status: string;
  digest: string | null;
  clock: { dueAt: string; workingDaysLeft: number } | null;
}
const shown = 'id number version status digest clock { dueAt workingDaysLeft }';
const tell = ({ id, number, version, status }: Shown): string => `${number} (${id}) is ${status}, version ${version}`;
const releaseOf = (payload: Record<string, unknown>) => payload.productRelease as Shown;

/** Releases the certified product: selects it, tells of it, submits, is rejected, mends, is approved, and looks at its page. */
export async function playRelease(step: Step, seller: Client, manager: Client): Promise<void> {
  const { certifiedProducts } = await step(
    'select a certified product',
    () =>
      seller.query<{ certifiedProducts: { nodes: { id: string; number: string; product: { name: string } }[] } }>(
        '{ certifiedProducts(first: 1) { nodes { id number product { name } } } }',
      ),
    ({ certifiedProducts: { nodes } }) => `${nodes[0]!.number}, ${nodes[0]!.product.name}`,
  );
  const certificationRequestId = certifiedProducts.nodes[0]!.id;
  const { id } = await step(
    'begin to release it',
    async () => releaseOf(await seller.mutate('createProductRelease', { certificationRequestId }, `productRelease { ${shown} }`)),
    tell,
  );
  await step(
    'submit it half done',
    () => seller.refused('submitProductRelease', { id }),
    (codes) => `refused: ${codes.join(', ')}`,
  );
  const information = {
    highlights: ['Fixed price', 'On site within two days'],
    description: 'Plans the move of a retailer to the cloud.',
    supportEmail: 'support@qingtian.example',
    supportPhone: '021-5888 0000',
    details: { consultingService: { consultationUrl: 'https://qingtian.example/ask' } },
  };
  await step(
    'enter the product information',
    async () => releaseOf(await seller.mutate('updateProductRelease', { id, information }, `productRelease { ${shown} }`)),
    tell,
  );
  await step(
    'upload the logo',
    async () =>
      releaseOf(
        await seller.upload(
          'uploadProductLogo',
          { productReleaseId: id },
          { name: 'logo.png', type: 'image/png', bytes: demoLogo() },
          `productRelease { ${shown} }`,
        ),
      ),
    tell,
  );
  await submit(step, seller, id);
  await decide(step, manager, id, 'REJECT', { reason: 'Name the cities in which you work on site.' });
  await seller.mutate(
    'updateProductRelease',
    { id, information: { highlights: ['Fixed price', 'On site in Shanghai and Suzhou'] } },
    `productRelease { ${shown} }`,
  );
  await submit(step, seller, id);
  await decide(step, manager, id, 'APPROVE');
  await step(
    'look at My Products',
    () =>
      seller.query<{ products: { nodes: { status: string; serviceInformation: { productUrl: string } }[] } }>(
        '{ products(first: 1) { nodes { status serviceInformation { productUrl } } } }',
      ),
    ({ products: { nodes } }) => `${nodes[0]!.status} at ${nodes[0]!.serviceInformation.productUrl}`,
  );
}

const submit = (step: Step, seller: Client, id: string): Promise<Shown> =>
  step(
    'submit the release',
    async () => releaseOf(await seller.mutate('submitProductRelease', { id }, `productRelease { ${shown} }`)),
    (release) => `${tell(release)}, due ${release.clock!.dueAt}`,
  );

async function decide(step: Step, manager: Client, id: string, decision: string, rest: object = {}): Promise<void> {
  const { r } = await manager.query<{ r: { digest: string } }>('query ($id: ID!) { r: productRelease(id: $id) { digest } }', { id });
  await step(
    `the operations manager decides: ${decision}`,
    async () =>
      releaseOf(await manager.mutate('reviewProductRelease', { id, decision, digest: r.digest, ...rest }, `productRelease { ${shown} }`)),
    tell,
  );
}
