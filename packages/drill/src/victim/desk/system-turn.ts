import type { Random, Turn } from '@bezoar/core';

const NOTES: readonly string[] = [
  'You help customers of Larkfield.',
  'You are the support assistant.',
  'Be brief.',
  'Be kind.',
  'Region: EU.',
  'Region: US.',
  'Channel: chat.',
  'Channel: mail.',
  'Release 4.2.',
];

/** A day as system turns write it. */
export function dateLine(date: string): string {
  return `Current date: ${date}.`;
}

/** Some of the notes that deployments have. */
export function drawNotes(random: Random): readonly string[] {
  return random.shuffled(NOTES).slice(0, random.integer(3));
}

/** A day of a month (`YYYY-MM`) as `YYYY-MM-DD`. */
export function drawDate(month: string, random: Random): string {
  return `${month}-${String(1 + random.integer(28)).padStart(2, '0')}`;
}

/** A system turn. */
export function systemTurn(lines: readonly string[]): Turn {
  return { role: 'system', text: lines.join(' '), toolCalls: [] };
}
