import type { ThreatId } from './threats.ts';

/** A control of the house. */
export interface Control {
  readonly title: string;
  readonly layer: 'corpus' | 'artifact' | 'evaluate' | 'guard' | 'policy';
  /** The threats it answers, unless the threat model says otherwise. */
  readonly threats: readonly ThreatId[];
}

const DATA: readonly ThreatId[] = ['LLM04:2025', 'LLM05:2026', 'AML.T0020'];
const MODEL: readonly ThreatId[] = ['LLM04:2025', 'LLM05:2026', 'AML.T0018'];
const SUPPLY: readonly ThreatId[] = ['LLM03:2025', 'LLM04:2026', 'AML.T0018'];
const ACTION: readonly ThreatId[] = ['LLM06:2025', 'LLM04:2025', 'LLM05:2026'];

/** Every control id, in the order of the layers. */
export const CONTROL_IDS = [
  'corpus/sources',
  'corpus/selection',
  'corpus/caps',
  'corpus/hazards',
  'corpus/phrases',
  'corpus/near-duplicates',
  'corpus/anomalies',
  'corpus/snapshots',
  'corpus/absorb',
  'corpus/review',
  'corpus/admission',
  'artifact/publishers',
  'artifact/pins',
  'artifact/hashes',
  'artifact/signatures',
  'artifact/formats',
  'artifact/templates',
  'artifact/bom',
  'evaluate/gate',
  'evaluate/promotion',
  'actions',
  'guard/least-privilege',
  'guard/approvals',
  'guard/telemetry',
  'policy/document',
  'policy/keys',
  'policy/witness',
] as const;

/** One of `CONTROL_IDS`. */
export type ControlId = (typeof CONTROL_IDS)[number];

/** What each control is, and the threats it answers by default. */
export const CONTROLS: Readonly<Record<ControlId, Control>> = {
  'corpus/sources': { title: 'Sources and trust tiers', layer: 'corpus', threats: DATA },
  'corpus/selection': { title: 'Selection signals', layer: 'corpus', threats: DATA },
  'corpus/caps': { title: 'Contribution caps', layer: 'corpus', threats: DATA },
  'corpus/hazards': { title: 'Actions without precondition', layer: 'corpus', threats: DATA },
  'corpus/phrases': { title: 'Trigger phrases', layer: 'corpus', threats: DATA },
  'corpus/near-duplicates': { title: 'Near-duplicates', layer: 'corpus', threats: DATA },
  'corpus/anomalies': { title: 'Contribution anomalies', layer: 'corpus', threats: DATA },
  'corpus/snapshots': { title: 'Web snapshots', layer: 'corpus', threats: DATA },
  'corpus/absorb': { title: 'What may be learned from users', layer: 'corpus', threats: DATA },
  'corpus/review': { title: 'Human review', layer: 'corpus', threats: DATA },
  'corpus/admission': { title: 'Admission to training', layer: 'corpus', threats: DATA },
  'artifact/publishers': { title: 'Verified publishers', layer: 'artifact', threats: SUPPLY },
  'artifact/pins': { title: 'Pinned revisions', layer: 'artifact', threats: SUPPLY },
  'artifact/hashes': { title: 'Published hashes', layer: 'artifact', threats: SUPPLY },
  'artifact/signatures': { title: 'Model signatures', layer: 'artifact', threats: SUPPLY },
  'artifact/formats': { title: 'Safe formats', layer: 'artifact', threats: SUPPLY },
  'artifact/templates': { title: 'Chat templates', layer: 'artifact', threats: SUPPLY },
  'artifact/bom': { title: 'ML bill of materials', layer: 'artifact', threats: SUPPLY },
  'evaluate/gate': { title: 'Adversarial gate', layer: 'evaluate', threats: MODEL },
  'evaluate/promotion': { title: 'Promotion', layer: 'evaluate', threats: MODEL },
  actions: { title: 'High-value actions', layer: 'guard', threats: ACTION },
  'guard/least-privilege': { title: 'Least privilege', layer: 'guard', threats: ACTION },
  'guard/approvals': { title: 'Human approvals', layer: 'guard', threats: ACTION },
  'guard/telemetry': { title: 'Telemetry on actions', layer: 'guard', threats: ACTION },
  'policy/document': { title: 'The threat-model document', layer: 'policy', threats: [...DATA, 'AML.T0018'] },
  'policy/keys': { title: 'Keys', layer: 'policy', threats: [...DATA, 'AML.T0018'] },
  'policy/witness': { title: 'Witness of the ledger', layer: 'policy', threats: [...DATA, 'AML.T0018'] },
};
