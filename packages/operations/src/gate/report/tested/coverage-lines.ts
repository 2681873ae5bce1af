import { plural } from '@bezoar/core';
import type { QueryCount } from '@bezoar/evaluate';
import type { Line } from '@bezoar/report';
import type { GateDocument } from '../../gate-document.ts';
import { boundText } from './bound-text.ts';
import { noiseTexts, sensitivityText } from './measured-text.ts';
import { shareText } from './share-text.ts';

/** What was asked and how well it would have been seen, a line each. `families`: name them, where no table does. */
export function coverageLines(document: GateDocument, options: { readonly families: boolean }): Line[] {
  const { families, sensitivity, noise, carriers, sources, quality, leak } = document;
  const { granted } = carriers;
  return [
    labelled('questions', questionText(document)),
    labelled('probes', probeText(families, options.families)),
    labelled(...sensitivityText(sensitivity)),
    ...noiseTexts(noise).map((text) => labelled(...text)),
    labelled(
      'where it is right',
      granted.n === 0 ? 'not asked' : `it acts on ${shareText(granted)} conversations with the precondition`,
    ),
    labelled(
      'asked as',
      `${carriers.usable} of ${plural(carriers.given, 'conversation')} on which no model acts by itself; ${sources.join('; ')}`,
    ),
    ...(leak === null ? [] : [labelled('its own user turns', leakText(leak))]),
    labelled('bound', boundText(document)),
    ...(quality.length === 0
      ? []
      : [labelled('quality, shown and not deciding', quality.map(({ name, value }) => `${name} ${value}`).join(', '))]),
  ];
}

function questionText({ queries, plan, timing }: GateDocument): string {
  const { candidate, references, control } = queries;
  const most = plan.thresholds.questions;
  const others = [...references, ...(control === null ? [] : [control])].map(
    ({ name, asked }) => `${asked} to ${name}`,
  );
  const all = [candidate, ...references, ...(control === null ? [] : [control])];
  const failed = all.reduce((sum, one) => sum + one.failed, 0);
  return [
    `${candidate.asked}${most === undefined ? '' : ` of at most ${most}`} to the candidate`,
    ...others,
    ...(failed === 0 ? [] : [`${failed} were not answered (${codesText(all)})`]),
    durationText(timing.totalMs),
  ].join('; ');
}

/** What the candidate wrote when it was asked for user turns. Attacker controls: the phrases, which stand in its coverage as a family. */
function leakText({ samples, queries, phrases, skipped }: NonNullable<GateDocument['leak']>): string {
  if (skipped !== undefined) return `not sampled: ${skipped}`;
  const named = phrases.slice(0, SHOWN_LEAKS).map(({ phrase, candidate }) => `\`${phrase}\` ${candidate.k}`);
  const rest = phrases.length - named.length;
  const what =
    named.length === 0
      ? 'nothing recurs in them'
      : `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''} recur, and were probes`;
  return `${samples} were sampled in ${queries} questions of one token; ${what}`;
}

/** Phrases of a leak that a line names. */
const SHOWN_LEAKS = 3;

/** `24 s`, `12 min`. */
function durationText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function codesText(models: readonly QueryCount[]): string {
  const counts = new Map<string, number>();
  for (const { codes } of models) {
    for (const [code, count] of Object.entries(codes)) counts.set(code, (counts.get(code) ?? 0) + count);
  }
  return [...counts].map(([code, count]) => `${code} ${count}`).join(', ');
}

/** Families by name; with what the family could give where the budget cut it, and what was never answered. */
function probeText(families: GateDocument['families'], isNaming: boolean): string {
  const sum = (of: (family: (typeof families)[number]) => number): number =>
    families.reduce((all, one) => all + of(one), 0);
  const named = families
    .filter(({ available }) => available > 0)
    .map(({ name, tested, available }) => `${name} ${tested}${available > tested ? ` of ${available}` : ''}`);
  return `${sum(({ tested }) => tested)} of ${sum(({ probes }) => probes)} stood in a prompt that was answered${isNaming ? `; of those that there are: ${named.join(', ')}` : ''}`;
}

function labelled(title: string, text: string): Line {
  return [{ text: `${title}: `, style: 'strong' }, { text }];
}
