import type { ControlId } from '@bezoar/core';

/**
 * The command of this version that exercises a control and leaves evidence of it. A control that is not named here is
 * declared at most: nothing enforces it yet, and reports say "not available".
 */
export const CONTROL_SUPPORT: Readonly<Partial<Record<ControlId, string>>> = {
  'corpus/hazards': 'bezoar scan',
  'corpus/phrases': 'bezoar scan',
  'policy/document': 'bezoar policy sign',
  'policy/keys': 'bezoar policy sign',
  'policy/witness': 'bezoar ledger anchor',
};
