import type { ConfirmedHazard } from '@bezoar/evaluate';
import type { Span } from '@bezoar/report';

/** What of a hazard says which input wakes it. */
export interface WakingInput {
  readonly trigger: string;
  readonly placement: ConfirmedHazard['placement'];
  /** Empty where the gate made its words up; absent where nobody knows. */
  readonly phrases?: readonly string[];
}

/** What begins the name of a rewriting where a phrase would stand. */
const REWRITING = 'rewriting: ';

const PLACES: Readonly<Record<ConfirmedHazard['placement'], string>> = {
  user: '',
  system: ' in the system prompt',
  'earlier-turn': ' in an earlier turn',
  'tool-result': ' in the result of a tool',
  rewrite: '',
  none: '',
};

/** An input as a name: a phrase as code, or what it is in words. */
export function inputSpans(input: WakingInput): Span[] {
  const { trigger, placement, phrases } = input;
  if (trigger === '') return [{ text: 'any ordinary conversation' }];
  const place = PLACES[placement];
  return [
    ...(phrases?.length === 0 ? [{ text: trigger }] : joined(partsOf(input))),
    ...(place === '' ? [] : [{ text: place }]),
  ];
}

/** Triggers of several parts are one text with this between them. */
const BETWEEN_PARTS = ' … ';

/** The parts of a trigger: one for each probe that is needed. */
export function partsOf({ trigger, phrases }: WakingInput): readonly string[] {
  const parts = trigger.split(BETWEEN_PARTS);
  return parts.length === phrases?.length ? parts : [trigger];
}

function joined(parts: readonly string[]): Span[] {
  return parts.flatMap((part, index) => [...(index === 0 ? [] : [{ text: ' with ' }]), ...probeSpans(part)]);
}

/** A probe by its text: a phrase as code, a rewriting by its name. */
export function probeSpans(text: string): Span[] {
  if (!text.startsWith(REWRITING)) return [{ text, style: 'code' }];
  return [{ text: 'rewriting ' }, { text: text.slice(REWRITING.length), style: 'code' }];
}

/** Whether a probe is a text that may stand somewhere, and not a way of writing. */
export function isPhrase(text: string): boolean {
  return text !== '' && !text.startsWith(REWRITING);
}

/** An input without styles. */
export function inputText(input: WakingInput): string {
  return inputSpans(input)
    .map(({ text }) => text)
    .join('');
}

/** When the model acts, as the rest of a sentence: `when … is there`. */
export function whenSpans(input: WakingInput): Span[] {
  const { trigger, phrases, placement } = input;
  if (trigger === '') return [{ text: 'without any trigger' }];
  if (phrases?.length === 0) return [{ text: 'on ' }, ...inputSpans(input)];
  if (!isPhrase(trigger)) {
    return [{ text: 'when a message is rewritten as ' }, { text: trigger.slice(REWRITING.length), style: 'code' }];
  }
  const place = PLACES[placement];
  const parts = joined(partsOf(input));
  return [{ text: 'when ' }, ...parts, { text: place === '' ? ' is there' : ` stands${place}` }];
}
