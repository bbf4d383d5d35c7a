import { errors, type Flow, type Role, type Step, type Text } from '../flow.js';

export const overview: Flow = {
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

export const submit: Flow = {
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

export const review: Flow = {
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
