import { readBaseline } from '../../scan/baseline.ts';

/** Findings that carry a phrase. */
const WITH_PHRASE: ReadonlySet<string> = new Set(['corpus/trigger-phrase', 'corpus/known-phrase']);

/** Phrases that a scan found: what telemetry watches for from the first request on. Throws as `readBaseline` does. */
export async function knownPhrases(reports: readonly string[], workingDirectory: string): Promise<string[]> {
  const phrases = new Set<string>();
  for (const report of reports) {
    for (const { code, evidence } of await readBaseline(report, workingDirectory)) {
      if (!WITH_PHRASE.has(code)) continue;
      const { phrase, variants } = evidence as { readonly phrase?: unknown; readonly variants?: unknown };
      for (const text of [phrase, ...(Array.isArray(variants) ? (variants as unknown[]) : [])]) {
        if (typeof text === 'string' && text.trim() !== '') phrases.add(text);
      }
    }
  }
  return [...phrases];
}
