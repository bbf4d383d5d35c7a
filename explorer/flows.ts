/** The worked examples of the explorer. `test/explorer` runs each of them, in their order, against a server with demo data. */

import { parse, print } from 'graphql';

export type Text = Readonly<Record<'en' | 'zh', string>>;
/** Whose token a step is sent with: a role of the demo, as `/explorer/roles` names it. */
export type Role = 'seller' | 'qualification-reviewer' | 'product-reviewer' | 'operations-manager';
/** What the answers of earlier steps left for later ones, by name. */
export type Kept = Record<string, string>;

/** One document to run. Its operation's name is unique among all flows. */
export interface Step {
  readonly as: Role;
  readonly title: Text;
  readonly query: string;
  readonly variables?: (kept: Kept) => object;
  /** What later steps need of the answer's data. */
  // biome-ignore lint/suspicious/noExplicitAny: each step knows the shape of its own answer
  readonly keep?: (data: any) => Kept;
}
export interface Flow {
  readonly title: Text;
  readonly steps: readonly Step[];
}

const errors = 'userErrors { code message path }';

const overview: Flow = {
  title: { en: 'Look around', zh: '浏览' },
  steps: [
    {
      as: 'seller',
      title: { en: 'Who am I?', zh: '我是谁？' },
      query: `# Whose token this is, and what it may do. The
# role is chosen at the top of the page.
query WhoAmI {
  viewer { name roles scopes seller { company { name } status } }
}`,
    },
    {
      as: 'seller',
      title: { en: 'My requests', zh: '我的认证申请' },
      query: `query MyRequests {
  certificationRequests(first: 20, orderBy: UPDATED_DESC) {
    nodes { id number status phase waitingOn product { name deliveryMethod } }
    pageInfo { hasNextPage endCursor }
  }
}`,
    },
    {
      as: 'seller',
      title: { en: 'What stands in the way?', zh: '还差什么？' },
      query: `# checks: what a submit would say now. actions:
# what can be done, and what stands in the way.
query WhatIsLeft {
  certificationRequests(first: 1, filter: { status: [CHANGES_REQUESTED, DRAFT] }) {
    nodes {
      number status rejectionReasons
      checks { passed severity code message path }
      actions { action allowed blockers { code message } }
      findings { status message hint }
    }
  }
}`,
    },
  ],
};

const submit: Flow = {
  title: { en: 'Draft → submit', zh: '草稿 → 提交' },
  steps: [
    {
      as: 'seller',
      title: { en: 'Find a certified request', zh: '找一个已认证的申请' },
      query: `query CertifiedRequest {
  certificationRequests(first: 1, filter: { status: [CERTIFIED] }) { nodes { id number } }
  agreements { id kind title version }
}`,
      keep: ({ certificationRequests, agreements }) => ({
        certified: certificationRequests.nodes[0].id,
        ...Object.fromEntries(agreements.map(({ id, kind }: { id: string; kind: string }) => [kind, id])),
      }),
    },
    {
      as: 'seller',
      title: { en: 'Copy it into a draft', zh: '复制为草稿' },
      query: `# A copy brings its materials along. An empty
# draft is made with createCertificationRequest.
mutation CopyIntoDraft($input: CopyCertificationRequestInput!) {
  copyCertificationRequest(input: $input) {
    certificationRequest { id number version status copiedFrom { number } }
    ${errors}
  }
}`,
      variables: ({ certified }) => ({ input: { id: certified } }),
      keep: ({ copyCertificationRequest: { certificationRequest } }) => ({ request: certificationRequest.id }),
    },
    {
      as: 'seller',
      title: { en: 'Change it', zh: '修改' },
      query: `# Everything may be saved half done. A number
# without a country code is read as Chinese.
mutation ChangeDraft($input: UpdateCertificationRequestInput!) {
  updateCertificationRequest(input: $input) {
    certificationRequest { version businessContact { name mobile email } checks { passed severity message } }
    ${errors}
  }
}`,
      variables: ({ request }) => ({
        input: {
          id: request,
          product: { version: 'V4.0' },
          businessContact: { name: '李雷', mobile: '13800138000', email: 'li.lei@yunfan.example' },
        },
      }),
    },
    {
      as: 'seller',
      title: { en: 'Submit without the commitments: refused', zh: '不接受承诺就提交：被拒绝' },
      query: `# What you can mend comes as userErrors, all of
# it at once; nothing was changed.
mutation SubmitTooEarly($input: SubmitCertificationRequestInput!) {
  submitCertificationRequest(input: $input) {
    certificationRequest { status }
    ${errors}
  }
}`,
      variables: ({ request }) => ({ input: { id: request, acceptedAgreementIds: [] } }),
    },
    {
      as: 'seller',
      title: { en: 'Submit', zh: '提交' },
      query: `# Freezes the request; reviewers decide on its
# digest.
mutation Submit($input: SubmitCertificationRequestInput!) {
  submitCertificationRequest(input: $input) {
    certificationRequest { number status phase submissions { round digest submittedAt } clock { dueAt workingDaysLeft } }
    ${errors}
  }
}`,
      variables: ({ request, SERVICE_ASSURANCE, PRICING_RIGHTS }) => ({
        input: { id: request, acceptedAgreementIds: [SERVICE_ASSURANCE, PRICING_RIGHTS] },
      }),
      keep: ({ submitCertificationRequest: { certificationRequest } }) => ({ digest: certificationRequest.submissions.at(-1).digest }),
    },
  ],
};

const decide = (phase: 'Qualification' | 'Product', as: Role, title: Text): Step => ({
  as,
  title,
  query: `# The digest says which submission was read;
# another one answers CONFLICT.
mutation Decide${phase}($input: ReviewCertificationRequestInput!) {
  reviewCertificationRequest(input: $input) {
    review { phase decision }
    certificationRequest { number status phase }
    ${errors}
  }
}`,
  variables: ({ request, digest }) => ({ input: { id: request, phase: phase.toUpperCase(), digest, decision: 'APPROVE' } }),
});

const review: Flow = {
  title: { en: 'Claim → decide', zh: '领取 → 决定' },
  steps: [
    {
      as: 'qualification-reviewer',
      title: { en: 'The queue', zh: '待审队列' },
      query: `query Queue {
  certificationRequests(first: 50, filter: { status: [QUALIFICATION_REVIEW] }, orderBy: SUBMITTED_ASC) {
    nodes { id number product { name } company { name } submissions { digest } claim { mine until } clock { dueAt queuePosition } }
    totalCount
  }
}`,
      keep: ({ certificationRequests: { nodes } }) => ({ request: nodes.at(-1).id, digest: nodes.at(-1).submissions.at(-1).digest }),
    },
    {
      as: 'qualification-reviewer',
      title: { en: 'Claim one', zh: '领取一个' },
      query: `# A claim lasts 8 hours; meanwhile nobody else
# decides.
mutation Claim($input: ClaimReviewInput!) {
  claimReview(input: $input) {
    subject { ... on CertificationRequest { number claim { mine until } } }
    ${errors}
  }
}`,
      variables: ({ request }) => ({ input: { id: request } }),
    },
    decide('Qualification', 'qualification-reviewer', { en: 'Pass the qualification phase', zh: '通过资质审核' }),
    decide('Product', 'product-reviewer', { en: 'Pass the product phase: certified', zh: '通过商品审核：已认证' }),
  ],
};

const live: Flow = {
  title: { en: 'Live', zh: '实时' },
  steps: [
    {
      as: 'seller',
      title: { en: 'A place in the log', zh: '日志中的位置' },
      query: `query Place {
  certificationRequests(first: 1, filter: { status: [CERTIFIED] }) {
    nodes { number timeline(first: 1) { nodes { cursor type occurredAt } } }
  }
}`,
      keep: ({ certificationRequests: { nodes } }) => ({ cursor: nodes[0].timeline.nodes[0].cursor }),
    },
    {
      as: 'seller',
      title: { en: 'Progress', zh: '进度' },
      query: `# First what came after the cursor, then what
# comes: nothing lost, nothing twice. Let it
# run, and act as somebody else in another
# window.
subscription Progress($after: String) {
  progress(after: $after) {
    cursor type phase reason occurredAt
    subject { ... on CertificationRequest { number requestStatus: status } ... on ProductRelease { number releaseStatus: status } }
  }
}`,
      variables: ({ cursor }) => ({ after: cursor }),
    },
    {
      as: 'qualification-reviewer',
      title: { en: 'The queue, as it changes', zh: '队列的变化' },
      query: `# Work that enters, changes or leaves the queue.
# Submit a request in another window.
subscription QueueChanges($after: String) {
  reviewQueue(phase: QUALIFICATION, after: $after) {
    cursor type occurredAt
    subject { ... on CertificationRequest { id number status product { name } } }
  }
}`,
      variables: ({ cursor }) => ({ after: cursor }),
    },
  ],
};

const release: Flow = {
  title: { en: 'Release', zh: '商品发布' },
  steps: [
    {
      as: 'seller',
      title: { en: 'What can be released?', zh: '可以发布哪些商品？' },
      query: `query Releasable {
  certifiedProducts(first: 20) { nodes { number product { name deliveryMethod } } }
  products(first: 1) { nodes { id name certificationRequest { id } serviceInformation { productUrl } } }
}`,
      keep: ({ products: { nodes } }) => ({ certified: nodes[0].certificationRequest.id }),
    },
    {
      as: 'seller',
      title: { en: 'Change a released product', zh: '修改已发布的商品' },
      query: `# Begins with what is live, which stays live
# until the change is approved.
mutation BeginChange($input: CreateProductReleaseInput!) {
  createProductRelease(input: $input) {
    productRelease { id number kind status name highlights checks { passed message } }
    ${errors}
  }
}`,
      variables: ({ certified }) => ({
        input: { certificationRequestId: certified, information: { highlights: ['Set up in an hour 一小时上线'] } },
      }),
      keep: ({ createProductRelease: { productRelease } }) => ({ release: productRelease.id }),
    },
    {
      as: 'seller',
      title: { en: 'Submit the change', zh: '提交修改' },
      query: `mutation SubmitChange($input: SubmitProductReleaseInput!) {
  submitProductRelease(input: $input) {
    productRelease { number status digest clock { dueAt dueIsEstimate workingDaysLeft } }
    ${errors}
  }
}`,
      variables: ({ release }) => ({ input: { id: release } }),
      keep: ({ submitProductRelease: { productRelease } }) => ({ releaseDigest: productRelease.digest }),
    },
    {
      as: 'operations-manager',
      title: { en: 'Approve it', zh: '批准' },
      query: `# The operations manager decides within three
# working days; an approval is live at once.
mutation ApproveChange($input: ReviewProductReleaseInput!) {
  reviewProductRelease(input: $input) {
    productRelease { number status product { name status serviceInformation { productUrl } } }
    ${errors}
  }
}`,
      variables: ({ release, releaseDigest }) => ({ input: { id: release, digest: releaseDigest, decision: 'APPROVE' } }),
    },
  ],
};

const webhooks: Flow = {
  title: { en: 'Webhooks', zh: 'Webhook' },
  steps: [
    {
      as: 'seller',
      title: { en: 'Have events posted', zh: '订阅推送' },
      query: `# The secret signs each post (Standard Webhooks)
# and is shown this once.
mutation AddEndpoint($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    webhookEndpoint { id url eventTypes enabled cursor }
    secret
    ${errors}
  }
}`,
      variables: () => ({
        input: {
          url: 'https://receiver.example/hooks',
          eventTypes: ['CERTIFICATION_APPROVED', 'CERTIFICATION_REJECTED', 'CHANGES_REQUESTED'],
        },
      }),
      keep: ({ createWebhookEndpoint: { webhookEndpoint } }) => ({ endpoint: webhookEndpoint.id, endpointCursor: webhookEndpoint.cursor }),
    },
    {
      as: 'seller',
      title: { en: 'What was posted?', zh: '推送记录' },
      query: `query Deliveries {
  webhookEndpoints {
    id url enabled attempts nextAttemptAt lastError
    deliveries(first: 20) { nodes { eventType attempt succeeded statusCode error attemptedAt } }
  }
}`,
    },
    {
      as: 'seller',
      title: { en: 'Post again what was missed', zh: '重新推送' },
      query: `mutation Replay($input: ReplayWebhookEventsInput!) {
  replayWebhookEvents(input: $input) {
    webhookEndpoint { id cursor }
    ${errors}
  }
}`,
      variables: ({ endpoint, endpointCursor }) => ({ input: { id: endpoint, after: endpointCursor } }),
    },
    {
      as: 'seller',
      title: { en: 'Remove it', zh: '删除' },
      query: `mutation RemoveEndpoint($input: DeleteWebhookEndpointInput!) {
  deleteWebhookEndpoint(input: $input) {
    deletedId
    ${errors}
  }
}`,
      variables: ({ endpoint }) => ({ input: { id: endpoint } }),
    },
  ],
};

export const flows: readonly Flow[] = [overview, submit, review, live, release, webhooks];

/** What stands for a value that an earlier step has not yet told. */
const unknown = '… run the steps before this one';

/** The variables of a step as JSON, filled with what earlier answers told; undefined when it takes none. */
export function variablesOf({ variables }: Step, kept: Kept): string | undefined {
  const known = new Proxy(kept, { get: (target, name) => Reflect.get(target, name) ?? unknown });
  return variables && JSON.stringify(variables(known), null, 2);
}

/** Keeps what later steps need of an answer to the operation of this name; an answer of another shape leaves nothing. */
export function keep(operationName: string, data: unknown, kept: Kept): void {
  const step = flows.flatMap(({ steps }) => steps).find(({ query }) => operationOf(query) === operationName);
  try {
    Object.assign(kept, step?.keep?.(data));
  } catch {
    // Refused, or nothing there: the next step then says what to run first.
  }
}

/** A step's document as it is shown: its comments, and the operation a field a line. */
export function documentOf({ query }: Step): string {
  const comments = query.split('\n').filter((line) => line.startsWith('#'));
  return [...comments, print(parse(query))].join('\n');
}

/** The name of the one operation of a document. */
export const operationOf = (query: string): string | undefined => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1];
