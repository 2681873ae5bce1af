import { list } from '../shape/collection.ts';
import { type Placed, placed, reportMismatch, type Shape } from '../shape/shape.ts';
import { text } from '../shape/text.ts';

const FIELDS: Shape<readonly Placed<string>[]> = list(placed(text({ expects: 'the name of a field of the answer' })));

/** Fields of an answer that nothing is expected of: a list of names, or the word `any`. */
export function ignoredFields(): Shape<readonly Placed<string>[] | 'any'> {
  const expects = 'a list of fields such as `[id, updated_at]`, or `any`';
  return {
    expects,
    schema: { anyOf: [{ const: 'any' }, FIELDS.schema] },
    leaves: [''],
    read: (tree, what, report) => {
      if (tree.kind === 'list') return FIELDS.read(tree, what, report);
      if (tree.kind === 'scalar' && tree.value === 'any') return 'any';
      const isName = tree.kind === 'scalar' && /^\w{1,64}$/.test(tree.source);
      reportMismatch(tree, what, expects, report, isName ? `[${tree.source}]` : undefined);
      return undefined;
    },
  };
}
