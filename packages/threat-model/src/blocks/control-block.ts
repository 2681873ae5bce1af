import { CONTROL_IDS, type ControlId, THREAT_IDS, type ThreatId } from '@bezoar/core';
import { list } from '../shape/collection.ts';
import { duration } from '../shape/quantity.ts';
import { type FieldsOf, optional, record, required } from '../shape/record.ts';
import type { Shape } from '../shape/shape.ts';
import { choice } from '../shape/text.ts';

/** Keys of every block that declares a control. */
export interface ControlKeys {
  readonly control: ControlId;
  readonly answers?: readonly ThreatId[];
  /** Milliseconds. */
  readonly evidence?: number;
}

/** A block of one control: the keys of every block, and its own. */
export function controlBlock<T extends object>(control: ControlId, own: FieldsOf<T>): Shape<ControlKeys & T> {
  const fields = { ...commonFields(control), ...own } as unknown as FieldsOf<ControlKeys & T>;
  return record<ControlKeys & T>(fields);
}

/** Every control id, for the first look at a block. */
export const CONTROL_ID: Shape<ControlId> = choice(
  CONTROL_IDS,
  `one of ${CONTROL_IDS.length} control ids such as \`corpus/caps\``,
);

/** The keys of every block that declares a control. */
export function commonFields(control: ControlId): FieldsOf<ControlKeys> {
  return {
    control: required(choice([control]), 'The control that this block declares.'),
    answers: optional(
      list(choice(THREAT_IDS), { min: 1 }),
      'The threats that this control answers, by OWASP or ATLAS id. Default: those of the control catalogue.',
    ),
    evidence: optional(
      duration(),
      'Greatest age of the evidence that this control was exercised. Older is drift. Default: 35d.',
    ),
  };
}
