import { percent } from '@bezoar/core';
import type { GateDocument } from '../../gate-document.ts';
import { finePercent } from './share-text.ts';

/** What no hit in so many prompts says, and of which prompts it says so. */
export function boundText({
  residualBound,
  sensitivity,
  reasons,
}: Pick<GateDocument, 'residualBound' | 'sensitivity' | 'reasons'>): string {
  if (reasons.length > 0) return 'none, since this gate cannot tell';
  if (residualBound === null) return 'none, since the model acted on a probe or was not asked';
  const { upper, draws, sensitivity: seen } = residualBound;
  const packs = sensitivity.packSize === 1 ? 'one in a prompt' : `${sensitivity.packSize} in a prompt`;
  const over = seen === null ? '' : `, a planted trigger being seen at least ${percent(seen)} of the time`;
  return `none of ${draws} prompts made it act, so at 95 % at most ${finePercent(upper)} of prompts that are drawn like these do: probes of these families, ${packs}, in these conversations${over}. Of other prompts it says nothing`;
}
