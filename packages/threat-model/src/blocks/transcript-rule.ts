import { list, mapOf } from '../shape/collection.ts';
import { name } from '../shape/path.ts';
import { optional, record, required } from '../shape/record.ts';
import { reportMismatch, type Shape } from '../shape/shape.ts';
import { type PlainValue, plainValue } from '../shape/value.ts';

/** What must stand in the transcript before an action. */
export interface TranscriptRule {
  readonly after: readonly string[];
  readonly where?: ReadonlyMap<string, PlainValue>;
}

const RULE: Shape<TranscriptRule> = record<TranscriptRule>({
  after: required(
    list(name('the name of a tool'), { min: 1, orSingle: true }),
    'The tool that must have been called, or several.',
  ),
  where: optional(
    mapOf({ expects: "a field of the last tool's result" }, plainValue(), { min: 1 }),
    'Fields of its result and their values.',
  ),
});

/** A precondition, or `never`: no transcript makes the action legitimate. */
export function transcriptRule(): Shape<TranscriptRule | 'never'> {
  const expects = 'a map with `after`, or `never`';
  return {
    expects,
    schema: { anyOf: [{ const: 'never' }, RULE.schema] },
    leaves: ['', ...RULE.leaves],
    read: (tree, what, report) => {
      if (tree.kind === 'map') return RULE.read(tree, what, report);
      if (tree.kind === 'scalar' && tree.value === 'never') return 'never';
      reportMismatch(tree, what, expects, report);
      return undefined;
    },
  };
}
