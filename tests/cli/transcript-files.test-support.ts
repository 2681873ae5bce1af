import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./transcripts/', import.meta.url);

/** Names of the transcripts; those that end in `.ci.txt` are slow. */
export function transcriptNames(kind: 'fast' | 'slow'): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ci.txt') === (kind === 'slow'))
    .sort();
}

/** The text of a transcript. */
export function transcriptText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}
