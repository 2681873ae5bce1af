import type { GateCommandOptions } from './gate-options.ts';

/** The command that asks the same questions again. */
export function replayCommand(
  { candidate, references, scan, budget, artifact, hazards, probes }: GateCommandOptions,
  seed: string,
): string {
  const flag = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [name, quoted(value)];
  return [
    'bezoar gate',
    ...flag('--candidate', candidate),
    ...references.flatMap((one) => flag('--reference', one)),
    ...flag('--scan', scan),
    ...flag('--hazards', hazards),
    ...flag('--budget', budget),
    ...flag('--artifact', artifact),
    ...probes.flatMap((one) => flag('--probes', one)),
    ...flag('--seed', seed),
  ].join(' ');
}

function quoted(text: string): string {
  return /^[\w:/.@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
