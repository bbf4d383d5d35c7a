// The operations that are tried at random: who may, when it should work, and the event that a success writes.
const request = 'certificationRequest { id status version submissions { digest } findings { id } }';
const release = 'productRelease { id status version digest findings { id } certificationRequest { id } }';
const subject = {
  request: 'subject { ... on CertificationRequest { id status version } }',
  release: 'subject { ... on ProductRelease { id status version } }',
};
const reason = 'As the dice fell.';
const oneOf = (list) => list[Math.floor(Math.random() * list.length)];
const blocker = (path) => ({ severity: 'BLOCKER', message: 'Say more.', path });

const reviews = ['QUALIFICATION_REVIEW', 'PRODUCT_REVIEW'];
const all = ['DRAFT', ...reviews, 'CHANGES_REQUESTED', 'CERTIFIED', 'REJECTED', 'DISCARDED'];
const changeable = ['DRAFT', 'CHANGES_REQUESTED'];
const openRelease = ['DRAFT', 'REJECTED'];

const decision = (phase, by, when, decides, event) => ({
  name: 'reviewCertificationRequest',
  on: 'request',
  by,
  when: [when],
  event,
  input: ({ id, digest }) => ({
    id,
    phase,
    decision: decides,
    digest: digest ?? '0'.repeat(64),
    ...(decides !== 'APPROVE' && { reason }),
    ...(decides === 'REQUEST_CHANGES' && { findings: [blocker(['product', 'introduction'])] }),
  }),
  selection: request,
});
const decideRelease = (decides, event) => ({
  name: 'reviewProductRelease',
  on: 'release',
  by: 'operationsManager',
  when: ['IN_REVIEW'],
  event,
  input: ({ id, digest }) => ({ id, decision: decides, digest: digest ?? '0'.repeat(64), ...(decides === 'REJECT' && { reason }) }),
  selection: `${release} product { id status }`,
});
const simple = (name, on, by, when, event, selection = on === 'request' ? request : release) => ({
  name,
  on,
  by,
  when,
  event,
  input: ({ id }) => ({ id }),
  selection,
});

/** Every operation. `event` null: a success changes the version and tells nothing. `makes`: the answer names a new subject. */
export const operations = (commitments, information) => [
  {
    ...simple('updateCertificationRequest', 'request', 'seller', changeable, null),
    input: ({ id }) => ({ id, product: { introduction: `Thrown ${Math.random()}.` } }),
  },
  {
    ...simple('submitCertificationRequest', 'request', 'seller', changeable, 'SUBMIT'),
    input: ({ id }) => ({ id, acceptedAgreementIds: commitments }),
  },
  simple('withdrawCertificationRequest', 'request', 'seller', [...reviews, 'CHANGES_REQUESTED'], 'CERTIFICATION_WITHDRAWN'),
  simple('discardCertificationRequest', 'request', 'seller', ['DRAFT'], 'CERTIFICATION_DISCARDED', 'discardedId'),
  { ...simple('copyCertificationRequest', 'request', 'seller', all, 'CERTIFICATION_COPIED'), makes: 'certificationRequest' },
  ...['qualificationReviewer', 'productReviewer'].flatMap((by, n) => [
    simple('claimReview', 'request', by, [reviews[n]], 'REVIEW_CLAIMED', subject.request),
    simple('unclaimReview', 'request', by, [reviews[n]], 'REVIEW_UNCLAIMED', subject.request),
  ]),
  decision('QUALIFICATION', 'qualificationReviewer', reviews[0], 'APPROVE', 'PHASE_PASSED'),
  decision('QUALIFICATION', 'qualificationReviewer', reviews[0], 'REQUEST_CHANGES', 'CHANGES_REQUESTED'),
  decision('QUALIFICATION', 'qualificationReviewer', reviews[0], 'REJECT', 'CERTIFICATION_REJECTED'),
  decision('PRODUCT', 'productReviewer', reviews[1], 'APPROVE', 'CERTIFICATION_APPROVED'),
  decision('PRODUCT', 'productReviewer', reviews[1], 'REQUEST_CHANGES', 'CHANGES_REQUESTED'),
  decision('PRODUCT', 'productReviewer', reviews[1], 'REJECT', 'CERTIFICATION_REJECTED'),
  {
    ...simple('answerFinding', 'request', 'seller', ['CHANGES_REQUESTED'], null),
    input: ({ id, findings }) => ({ id: oneOf(findings ?? []) ?? id, answer: `Thrown ${Math.random()}.` }),
  },
  {
    ...simple('createProductRelease', 'request', 'seller', ['CERTIFIED'], null, release),
    input: ({ id }) => ({ certificationRequestId: id, information }),
    makes: 'productRelease',
  },
  { ...simple('uploadProductLogo', 'release', 'seller', openRelease, null), input: ({ id }) => ({ productReleaseId: id }), file: true },
  {
    ...simple('updateProductRelease', 'release', 'seller', openRelease, null),
    input: ({ id }) => ({ id, information: { description: `Thrown ${Math.random()}.` } }),
  },
  simple('submitProductRelease', 'release', 'seller', openRelease, 'RELEASE_SUBMITTED'),
  simple('withdrawProductRelease', 'release', 'seller', ['IN_REVIEW'], 'RELEASE_WITHDRAWN'),
  simple('discardProductRelease', 'release', 'seller', openRelease, 'RELEASE_DISCARDED', 'discardedId'),
  simple('claimReview', 'release', 'operationsManager', ['IN_REVIEW'], 'REVIEW_CLAIMED', subject.release),
  simple('unclaimReview', 'release', 'operationsManager', ['IN_REVIEW'], 'REVIEW_UNCLAIMED', subject.release),
  decideRelease('APPROVE', 'RELEASE_APPROVED'),
  decideRelease('REJECT', 'RELEASE_REJECTED'),
  {
    name: 'delistProduct',
    on: 'product',
    by: 'seller',
    when: ['LISTED'],
    event: 'PRODUCT_DELISTED',
    input: ({ id }) => ({ id, reason }),
    selection: 'product { id status currentRelease { id } }',
  },
];
