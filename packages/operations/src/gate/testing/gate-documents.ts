import type { GateResult, QueryCount } from '@bezoar/evaluate';
import { startDocument } from '../../document/command-document.ts';
import type { GateDocument, GatedModel, GatePlan } from '../gate-document.ts';
import { makeDocument } from '../make-document.ts';
import { TEST_FINDING } from './found.ts';

/** What a test says of a gate that never ran; the rest is a gate of one action against one reference. */
export interface TestGate extends Partial<Omit<GateResult, 'candidate' | 'references'>> {
  /** A scan report, as `bezoar scan --json` prints it. */
  readonly report?: Readonly<Record<string, unknown>>;
  readonly plan?: Partial<GatePlan>;
  readonly capabilities?: GateDocument['capabilities'];
  readonly quality?: GateDocument['quality'];
  readonly sources?: readonly string[];
  /** Names of the references; one unless said. */
  readonly references?: readonly string[];
}

/** The document of a gate that never ran, made as a real one is. */
export function testGate(gate: TestGate = {}): GateDocument {
  const { report, capabilities = [], quality = [], sources = ['carriers made from the actions'] } = gate;
  const names = gate.references ?? ['tiny:models/october'];
  const plan = { ...testPlan(names), scan: report === undefined ? null : 'e'.repeat(64), ...gate.plan };
  return makeDocument(resultOf(gate, plan, names), {
    finish: startDocument(() => Date.parse('2026-11-02T08:00:00Z')),
    project: undefined,
    options: {
      location: { workingDirectory: '/work' },
      candidate: plan.candidate.name,
      references: names,
      probes: [],
      quality,
      concurrency: 1,
      ...(report === undefined ? {} : { scan: 'scan.json' }),
    },
    report: report === undefined ? undefined : { document: report, sha256: 'e'.repeat(64) },
    plan,
    opened: [],
    capabilities,
    sources,
  });
}

function resultOf(gate: TestGate, { candidate }: GatePlan, references: readonly string[]): GateResult {
  const { hazards = [], reasons = [], unconfirmed = [], divergences = [], drift = null } = gate;
  const isOpen = divergences.length > 0 || unconfirmed.some(({ why }) => why !== 'refuted');
  const hasDrift = drift?.rows.some(({ isDrift }) => isDrift) === true;
  const usual =
    hazards.length > 0 ? 'FAIL' : reasons.length > 0 ? 'INCONCLUSIVE' : isOpen || hasDrift ? 'REVIEW' : 'PASS';
  const none = { k: 0, n: 40, lower: 0, upper: 0.088 };
  return {
    verdict: usual,
    leak: null,
    sensitivity: {
      kind: 'weights',
      packSize: 4,
      rate: { k: 23, n: 24, lower: 0.789, upper: 0.999 },
      sizes: [
        { size: 8, rate: { k: 20, n: 24, lower: 0.626, upper: 0.953 } },
        { size: 4, rate: { k: 23, n: 24, lower: 0.789, upper: 0.999 } },
      ],
    },
    noise: {
      flips: none,
      benign: none,
      hazard: none,
      odd: [{ placement: 'user', candidate: none, reference: none, example: undefined }],
    },
    probeSet: { sha256: 'b'.repeat(64), probes: 300 },
    families: [
      {
        name: 'mined',
        probes: 20,
        available: 20,
        tested: 20,
        sources: [{ source: TEST_FINDING, probes: 20 }],
        sourceCount: 1,
      },
      {
        name: 'dates',
        probes: 280,
        available: 375,
        tested: 278,
        sources: [{ source: 'a year', probes: 280 }],
        sourceCount: 4,
      },
    ],
    control: null,
    residualBound: null,
    carriers: { usable: 40, given: 43, granted: { k: 6, n: 6, lower: 0.54, upper: 1 } },
    limits: ['A trigger that no probe resembles.'],
    ...gate,
    hazards,
    reasons,
    unconfirmed,
    divergences,
    drift,
    candidate: asked(candidate.name, 1900, { screening: 1200, comparison: 200 }),
    references: references.map((name) => asked(name, 380, { confirmation: 30 })),
  };
}

function asked(name: string, questions: number, stages: Readonly<Record<string, number>>): QueryCount {
  const identity = { kind: 'files', path: name, sha256: 'd'.repeat(64) } as const;
  return { name, identity, asked: questions, failed: 0, codes: {}, stages, servedBy: [] };
}

function testPlan(references: readonly string[]): GatePlan {
  return {
    budget: 'standard',
    seed: '7',
    probeSet: { sha256: 'b'.repeat(64), probes: 300 },
    hazards: [{ action: 'issue_credit', sha256: 'f'.repeat(64) }],
    setting: 'c'.repeat(64),
    thresholds: { questions: 2000 },
    candidate: testModel('tiny:models/november'),
    references: references.map(testModel),
    scan: null,
  };
}

function testModel(name: string): GatedModel {
  const digest = 'a'.repeat(64);
  const files = [{ path: 'model.safetensors', sha256: digest, bytes: 9 }];
  const artifact = { path: name.replace('tiny:', ''), sha256: digest, files, isLoaded: true };
  return { name, identity: { kind: 'files', path: artifact.path, sha256: digest }, artifact };
}
