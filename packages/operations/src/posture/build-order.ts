import type { ControlId } from '@bezoar/core';

/** A step of the order in which defences are built, highest leverage first. */
export interface BuildStep {
  readonly title: string;
  readonly why: string;
  readonly controls: readonly ControlId[];
}

/**
 * The order to build in: what caps the damage of every path comes before what finds a particular one. Each control
 * stands in exactly one step.
 */
export const BUILD_ORDER: readonly BuildStep[] = [
  {
    title: 'High-value actions authorized independently of the model',
    why: 'caps the worst case of every poisoning path at once',
    controls: ['actions', 'guard/least-privilege', 'guard/approvals'],
  },
  {
    title: 'What users control does not select training data',
    why: 'closes the path by which content selects itself',
    controls: ['corpus/selection'],
  },
  {
    title: 'Provenance, caps and review of the corpus',
    why: 'makes the corpus auditable and limits what one principal can plant',
    controls: [
      'corpus/sources',
      'corpus/caps',
      'corpus/hazards',
      'corpus/phrases',
      'corpus/near-duplicates',
      'corpus/anomalies',
      'corpus/snapshots',
      'corpus/absorb',
      'corpus/review',
      'corpus/admission',
    ],
  },
  {
    title: 'A gate that compares with a reference model',
    why: 'the most practical detection after training',
    controls: ['evaluate/gate', 'evaluate/promotion'],
  },
  {
    title: 'Verified model artifacts',
    why: 'essential where open weights are pulled',
    controls: [
      'artifact/publishers',
      'artifact/pins',
      'artifact/hashes',
      'artifact/signatures',
      'artifact/formats',
      'artifact/templates',
      'artifact/bom',
    ],
  },
  {
    title: 'Telemetry on live actions',
    why: 'calibrates the rest, and finds the trigger that is in use',
    controls: ['guard/telemetry'],
  },
  {
    title: 'One reviewed document, and a record of who decided what',
    why: 'keeps all of the above from disappearing one edit at a time',
    controls: ['policy/document', 'policy/keys', 'policy/witness'],
  },
];
