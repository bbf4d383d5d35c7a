/**
 * What fields cost, in points, before anything runs. A point is about one object that is read: an object costs 1, a scalar 0.1, and what
 * stands within a list as often as the list is long. A connection is as long as its page; `nodes` as it has ids; other lists as below.
 * Printed in docs/limits.md.
 */
export const costs = {
  /** Points of an object. */
  object: 1,
  /** Points of a scalar or an enum value. */
  scalar: 0.1,
  /** Points of each mutation, beside its answer. */
  mutation: 10,
  /** Points of each subscription, beside one answer. */
  subscription: 10,
  /** Points of an object of introspection, which reads memory. */
  introspection: 0.03,
  /** Items that a list without pages is taken to have. */
  list: 10,
} as const;

/** Points of fields that take more work than an object. `*` stands for every type. */
export const dearFields: Readonly<Record<string, number>> = {
  '*.totalCount': 5,
  '*.checks': 5,
  '*.actions': 5,
  '*.downloadUrl': 1,
  'Submission.changesSincePrevious': 5,
  'Query.materialTemplateBundleUrl': 10,
  'Query.reviewStatistics': 50,
};

/** Items of lists without pages that are far from what is taken of the others. */
export const listSizes: Readonly<Record<string, number>> = {
  'CertificationRequest.commitments': 2,
  'CertificationRequest.submissions': 3,
  'CertificationRequest.reviews': 5,
  'WorkingCalendar.holidays': 30,
  '__Schema.types': 200,
  '__Type.interfaces': 2,
  '__Type.possibleTypes': 2,
  '__Type.inputFields': 2,
  '__Type.enumValues': 2,
  '__Field.args': 2,
};
