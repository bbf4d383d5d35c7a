import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { draw } from '../../scripts/draw-lifecycles.mjs';
import type { Actor } from '../../src/domain/actor.js';
import { type CertificationInput, certification } from '../../src/domain/certification.js';
import type { CertificationFacts } from '../../src/domain/certification-facts.js';
import { checksOf, failedBlockers } from '../../src/domain/checks.js';
import { codeOf } from '../../src/domain/errors.js';
import { assertReachable, blockers, decide } from '../../src/domain/lifecycle.js';
import { release } from '../../src/domain/release.js';
import { stoppedClock } from '../../src/domain/review-clock.js';
import {
  Action,
  CertificationStatus,
  CheckSeverity,
  DeliveryMethod,
  FindingSeverity,
  FindingStatus,
  MaterialStatus,
  ReviewDecision,
  ReviewPhase,
  Role,
  SellerStatus,
} from '../../src/domain/words.js';
import { WorkingTime } from '../../src/domain/working-days.js';

const actorOf = (role: Role): Actor => ({ subject: role, name: role, email: null, roles: [role], scopes: [], sellerId: null, main: false });
const company = {
  registrationNumber: 'R',
  name: 'C',
  introduction: 'I',
  businessTermStart: '2015-01-01',
  businessTermEnd: null,
  businessLicense: null,
};
const file = { name: 'a.pdf', contentType: 'application/pdf', bytes: 1, sha256: 'a' };
const facts = (more: Partial<CertificationFacts> = {}): CertificationFacts => ({
  now: '2026-11-23T10:00:00.000Z',
  status: CertificationStatus.DRAFT,
  round: 1,
  phase: null,
  claim: null,
  seller: { status: SellerStatus.REGISTERED, company, programAgreement: 'CURRENT' },
  product: { name: 'Cloud Move', version: 'V1.0', deliveryMethod: DeliveryMethod.SAAS, category: 'Tools', introduction: 'Moves.' },
  supportingProducts: [],
  businessContact: { kind: 'BUSINESS' as never, name: 'A', mobile: '+8613800138000', email: 'a@example.com' },
  huaweiContact: null,
  materials: [],
  templates: [],
  findings: [],
  submission: null,
  number: 'JOC-2026-000001',
  registrationNumber: company.registrationNumber,
  sellerId: 'seller',
  actorSeller: { status: SellerStatus.REGISTERED, registrationNumber: company.registrationNumber },
  clock: stoppedClock,
  reviewTime: { time: new WorkingTime({ zone: 'Asia/Shanghai', opens: '09:00', closes: '18:00' }, []), revision: 1, days: 5 },
  ...more,
});

/** A submission and claim with which every review step that the table has would be allowed. */
const reviewable = (status: CertificationStatus, reviewer: string): CertificationFacts => {
  const snapshot = {
    number: 'N',
    round: 1,
    company,
    product: facts().product,
    supportingProducts: [],
    businessContact: null,
    huaweiContact: null,
    materials: {},
    agreements: [],
  };
  return facts({
    status,
    claim: { by: reviewer, until: '2026-11-23T18:00:00.000Z' },
    actorSeller: reviewer === Role.SELLER ? facts().actorSeller : null,
    submission: { digest: 'D', snapshot },
    findings: [{ id: 'f', severity: FindingSeverity.MINOR, status: FindingStatus.OPEN, phase: null, message: 'm' }],
  });
};

describe('the lifecycle of a certification request', () => {
  const steps = Object.values(Action);
  const inputs: CertificationInput[] = [
    { accepted: { agreements: [], problems: [] } },
    ...Object.values(ReviewPhase).flatMap((phase) =>
      Object.values(ReviewDecision).map((decision) => ({ decision: { phase, decision, digest: 'D', reason: 'Because.', findings: [] } })),
    ),
  ];

  it('R25: every (status, action, role) that the table does not have is refused, and every one that it has leads where it says', () => {
    let allowed = 0;
    let refused = 0;
    for (const status of Object.values(CertificationStatus)) {
      for (const action of steps) {
        for (const role of Object.values(Role)) {
          for (const input of inputs) {
            const at = reviewable(status, role);
            const rows = certification.filter(
              (row) =>
                row.action === action &&
                row.from.includes(status) &&
                row.by.includes(role) &&
                (!row.when || row.when(at, input)) &&
                // A release of what is not certified is refused as NOT_CERTIFIED, whatever the status.
                (action !== Action.RELEASE || status === CertificationStatus.CERTIFIED),
            );
            const outcome = decide(certification, action, at, input, actorOf(role));
            if (rows.length === 0) {
              refused++;
              expect(outcome).toBeInstanceOf(Array);
              expect((outcome as readonly never[]).length).toBeGreaterThan(0);
            } else {
              allowed++;
              expect(rows).toHaveLength(1);
              expect('to' in outcome && outcome.to).toBe(rows[0]!.to === 'same' ? status : rows[0]!.to);
            }
          }
        }
      }
    }
    expect(allowed).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(2500);
  });

  it('R25: every step that changes the status has an event', () => {
    for (const row of [...certification, ...release])
      if (row.to !== 'same') expect(`${row.name} ${typeof row.event}`).not.toContain('undefined');
  });

  it('a status that no step leads to stops the start-up', () => {
    expect(() => assertReachable([{ name: 'a', from: ['X'], to: 'Y' }], 'X', ['X', 'Y', 'Z'])).toThrow(/Z/);
  });

  it('is drawn with an arrow for each step that changes the status', async () => {
    const drawn = [...(await draw(certification, 'DRAFT')).matchAll(/<title>(\w+)&#45;&gt;(\w+)<\/title>/g)].map(
      ([, from, to]) => `${from} ${to}`,
    );
    expect(drawn).toContain('PRODUCT_REVIEW CERTIFIED');
    const steps = certification.filter(({ to }) => to !== 'same').flatMap(({ from, to }) => from.map((source) => `${source} ${to}`));
    expect([...new Set(drawn)].sort()).toEqual([...new Set(['start DRAFT', ...steps])].sort());
  });
});

const text = fc.option(
  fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('Cloud Move', 'V1.0', 'Huawei Cloud X', '¥99', '13800138000')),
  { nil: null },
);
const arbitraryFacts = fc
  .record({
    status: fc.constantFrom(...Object.values(CertificationStatus)),
    seller: fc.record({
      status: fc.constantFrom(...Object.values(SellerStatus)),
      company: fc.constant({ ...company, businessTermEnd: '2026-12-01' }),
      programAgreement: fc.constantFrom('NONE' as const, 'OUTDATED' as const, 'CURRENT' as const),
    }),
    product: fc.record({
      name: text,
      version: text,
      deliveryMethod: fc.option(fc.constantFrom(...Object.values(DeliveryMethod)), { nil: null }),
      category: text,
      introduction: text,
    }),
    supportingProducts: fc.array(
      fc.record({ name: text, version: text, deliveryMethod: fc.constant(DeliveryMethod.SAAS), introduction: text }),
      { maxLength: 3 },
    ),
    businessContact: fc.option(fc.record({ kind: fc.constant('BUSINESS' as never), name: text, mobile: text, email: text }), { nil: null }),
    materials: fc.array(
      fc.record({
        id: fc.constant('m'),
        templateCode: fc.constantFrom('A', 'B'),
        templateVersion: fc.constantFrom(1, 2),
        phase: fc.constantFrom(...Object.values(ReviewPhase)),
        status: fc.constantFrom(...Object.values(MaterialStatus)),
        file: fc.constant(file),
        quotation: fc.constant(null),
      }),
      { maxLength: 2 },
    ),
    templates: fc.constant([
      {
        id: 't',
        code: 'A',
        name: 'A',
        version: 2,
        phase: ReviewPhase.PRODUCT,
        required: true,
        deliveryMethods: Object.values(DeliveryMethod),
      },
      { id: 'u', code: 'B', name: 'B', version: 1, phase: ReviewPhase.PRODUCT, required: false, deliveryMethods: [DeliveryMethod.SAAS] },
    ]),
    findings: fc.array(
      fc.record({
        id: fc.constant('f'),
        severity: fc.constantFrom(...Object.values(FindingSeverity)),
        status: fc.constantFrom(FindingStatus.OPEN, FindingStatus.ANSWERED),
        phase: fc.constant(null),
        message: fc.constant('m'),
      }),
      { maxLength: 2 },
    ),
  })
  .map((some) => facts(some));

describe('checks', () => {
  it('R11: submit accepts exactly when no BLOCKER check fails, and refuses with exactly those', () => {
    fc.assert(
      fc.property(arbitraryFacts, (at) => {
        const failing = checksOf(at).filter((check) => !check.passed && check.severity === CheckSeverity.BLOCKER);
        const outcome = decide(certification, Action.SUBMIT, at, { accepted: { agreements: [], problems: [] } }, actorOf(Role.SELLER));
        const editable = [CertificationStatus.DRAFT, CertificationStatus.CHANGES_REQUESTED].includes(at.status);
        expect('to' in outcome).toBe(failing.length === 0);
        if (failing.length > 0 && editable) expect(outcome).toEqual(failing.map((check) => check.problem));
      }),
      { numRuns: 2000 },
    );
  });

  it('R11: actions says of submit what the checks say', () => {
    fc.assert(
      fc.property(arbitraryFacts, (at) => {
        const standing = blockers(certification, Action.SUBMIT, at, actorOf(Role.SELLER)).map(codeOf);
        expect(standing.length === 0).toBe(failedBlockers(at).length === 0);
      }),
      { numRuns: 500 },
    );
  });

  it('R11: a complete request passes every check', () => {
    expect(checksOf(facts()).filter((check) => !check.passed)).toEqual([]);
  });
});
