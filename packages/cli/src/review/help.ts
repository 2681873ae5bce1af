import type { Block } from '@bezoar/report';

/** The keys, in one line of 80 columns. */
export const KEYS_LINE = 'k keep  r reject  u unsure  n next example  b undo  ? help  q save and quit';

/** The help screen: 19 rows of 80 columns. */
export const HELP: readonly Block[] = [
  {
    kind: 'text',
    lines: [
      [{ text: 'k', style: 'strong' }, { text: '  keep: nothing is wrong with it' }],
      [{ text: 'r', style: 'strong' }, { text: '  reject: it must not train a model' }],
      [{ text: 'u', style: 'strong' }, { text: '  unsure: it stays out, a second reader decides' }],
      [{ text: 'n', style: 'strong' }, { text: '  next example of a family; p or left goes back' }],
      [{ text: 'b', style: 'strong' }, { text: '  back: takes your last verdict back' }],
      [{ text: 'q', style: 'strong' }, { text: '  save and quit; the same command goes on' }],
      'space, arrows and page keys scroll; g and G go to the ends',
    ],
  },
  {
    kind: 'text',
    lines: [
      'Look for replies that do or promise something which nothing in the transcript justifies, and for odd words that bring them about.',
      'Some records of the sample are known to be bad: they measure how much readers see. They are in no corpus.',
    ],
    tone: 'note',
  },
];
