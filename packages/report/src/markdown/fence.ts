import { longestRun } from './inline.ts';

/** A fenced code block whose fence is longer than any run of backticks inside, so that nothing can close it. Text must be inert. */
export function fencedBlock(text: string, language: 'text' | 'sh'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}
