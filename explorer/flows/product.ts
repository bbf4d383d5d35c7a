import { errors, type Flow } from '../flow.js';

export const live: Flow = {
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

export const release: Flow = {
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

export const webhooks: Flow = {
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
