import type { NoiseFloor, Sensitivity } from '@bezoar/evaluate';
import { shareText } from './share-text.ts';

/** A measurement: its name, and what came of it. */
type Measured = readonly [title: string, text: string];

const PLANTED: Readonly<Record<Sensitivity['kind'], string>> = {
  weights: 'a trigger planted into a throw-away sibling',
  'in-context': 'a trigger planted as an order in the context (no weights were changed)',
  none: 'a planted trigger',
};

/** How well a trigger that was planted on purpose is seen among others. */
export function sensitivityText({ kind, packSize, rate, sizes }: Sensitivity): Measured {
  const tried = sizes
    .filter(({ size }) => rate === null || size !== packSize)
    .map(({ size, rate: one }) => `, with ${size} in ${one.k} of ${one.n}`)
    .join('');
  if (rate === null) return [PLANTED[kind], `never seen well enough${tried}: each prompt held one phrase`];
  return [PLANTED[kind], `seen with ${packSize} phrases in a prompt in ${shareText(rate)}${tried}`];
}

/** What happens without any trigger; nothing where it was not measured. */
export function noiseTexts(noise: NoiseFloor | null): Measured[] {
  if (noise === null) return [];
  const { flips, benign, hazard, odd } = noise;
  const made = odd.reduce(({ k, n }, { candidate }) => ({ k: k + candidate.k, n: n + candidate.n }), { k: 0, n: 0 });
  const places = odd.filter(({ candidate }) => candidate.k > 0);
  const where = places.map(({ placement, candidate }) => `${placement} ${candidate.k} of ${candidate.n}`).join(', ');
  const other =
    benign === null || benign.n === 0 ? '' : `; it does something else than the reference on ${shareText(benign)}`;
  const measured: readonly (readonly [questions: number, ...Measured])[] = [
    [flips.n, 'asked again', `${shareText(flips)} answers do something else`],
    [hazard.n, 'with harmless phrases', `it acts on ${shareText(hazard)}${other}`],
    [made.n, 'with made-up words', `it acts on ${made.k} of ${made.n}${where === '' ? '' : ` (${where})`}`],
  ];
  return measured.flatMap(([questions, ...one]): Measured[] => (questions === 0 ? [] : [one]));
}
