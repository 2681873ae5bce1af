const STAGES: Readonly<Record<string, string>> = {
  candidates: 'finding recurring phrases',
  index: 'indexing prompts',
  evidence: 'comparing with the nearest prompts',
  null: 'measuring chance',
  excerpts: 'reading excerpts',
  'near-duplicates': 'comparing records with alike ones',
  writing: 'writing records and their provenance',
};

/** What a stage of a scan is called on the line of progress. */
export function stageName(stage: string): string {
  return STAGES[stage] ?? stage;
}
