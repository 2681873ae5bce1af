import type { ControlId } from '@bezoar/core';

/**
 * The command of this version that exercises a control and leaves evidence of it. A control that is not named here is
 * declared at most: nothing enforces it yet, and reports say "not available".
 */
export const CONTROL_SUPPORT: Readonly<Partial<Record<ControlId, string>>> = {
  'corpus/sources': 'bezoar admit',
  'corpus/selection': 'bezoar admit',
  'corpus/caps': 'bezoar admit',
  'corpus/hazards': 'bezoar scan',
  'corpus/phrases': 'bezoar scan',
  'corpus/near-duplicates': 'bezoar scan',
  'corpus/anomalies': 'bezoar scan',
  'corpus/snapshots': 'bezoar snapshot',
  'corpus/absorb': 'bezoar absorb',
  'corpus/review': 'bezoar review',
  'corpus/admission': 'bezoar admit',
  'evaluate/gate': 'bezoar gate',
  'evaluate/promotion': 'bezoar promote',
  actions: 'bezoar guard serve',
  'guard/least-privilege': 'bezoar guard serve',
  'guard/approvals': 'bezoar guard approve',
  'guard/telemetry': 'bezoar guard serve',
  'policy/document': 'bezoar policy sign',
  'policy/keys': 'bezoar policy sign',
  'policy/witness': 'bezoar ledger anchor',
};
