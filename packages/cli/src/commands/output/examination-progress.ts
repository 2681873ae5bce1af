import type { AdmitOptions } from '@bezoar/operations';
import type { Progress } from '../../terminal/progress.ts';

/** What a scan and an admission tell of their way. */
type ExaminationEvent = Parameters<NonNullable<AdmitOptions['onEvent']>>[0];

const STAGES: Readonly<Record<string, string>> = {
  candidates: 'finding recurring phrases',
  index: 'indexing prompts',
  evidence: 'comparing with the nearest prompts',
  null: 'measuring chance',
  excerpts: 'reading excerpts',
  'near-duplicates': 'comparing records with alike ones',
  writing: 'writing records and their provenance',
};

/** Shows on the line of progress how far an examination of a corpus is. */
export function showExamination(progress: Progress, event: ExaminationEvent): void {
  if (event.kind === 'read') progress.update('reading', event.bytes, event.totalBytes, { name: 'MB', size: 1e6 });
  else progress.update(STAGES[event.stage] ?? event.stage, event.done, event.total);
}
