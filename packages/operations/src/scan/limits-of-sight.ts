import type { CorpusScan } from '@bezoar/corpus/scan';

/**
 * What a scan cannot see, said with every report. Figures are from `bench/detection` on generated months (see
 * docs/limits.md); they are rates on attacks of known kinds, not a promise about others.
 */
export function limitsOfSight(scan: CorpusScan): string[] {
  const limits = [
    'Triggers without recurring wording (a style, a syntax, a topic) give no phrase; only the hazard check sees them, and only where their action has a precondition.',
    `A phrase in fewer than ${Math.max(scan.mining.countsFrom, 8)} records does not count here; poison spread over many paraphrases, or already in the trusted corpus, is not seen as one phrase or not as new.`,
    'A clean scan says nothing of earlier months, of the base model, or of what a trained model does.',
  ];
  if (scan.trustedRecords > 0 && !scan.mining.hasTrusted) {
    limits.unshift(
      `The trusted corpus (${scan.trustedRecords} records) is too small to say what is new in ${scan.corpus.records}; phrases were judged as if there were none. Give at least a quarter as many.`,
    );
  }
  if (scan.sharedRecords > 0) {
    limits.push(`${scan.sharedRecords} records are also in the trusted corpus; what they hold is not new.`);
  }
  if (scan.trustedRecords === 0) {
    limits.unshift(
      'No trusted corpus was given: subjects of conversation look like triggers, so only very strong families count. Give an earlier, believed-clean month with --trusted.',
    );
  }
  if (scan.hazards.length === 0) {
    limits.unshift(
      'No hazard was checked: give the actions that need a precondition with --hazards, or a trusted corpus with at least 50 calls of a tool to learn from.',
    );
  }
  if (scan.mining.compared < scan.mining.candidates) {
    limits.push(
      `${scan.mining.candidates - scan.mining.compared} of ${scan.mining.candidates} new phrases were passed over by the prescreen.`,
    );
  }
  return limits;
}
