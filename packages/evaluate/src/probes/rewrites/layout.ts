import type { NamedRewrites } from './rewrite.ts';
import { sentencesOf } from './sentences.ts';

/** Sentences that say nothing about any action; long texts are made of them. */
const FILLERS = [
  'The weather has been mild this week, with some rain on Tuesday.',
  'My sister visited us and we walked along the river.',
  'I usually write such messages in the evening, after dinner.',
  'The garden is full of tomatoes this year.',
  'We repainted the kitchen and it took longer than we thought.',
  'The train was on time for once.',
  'I have read two books since the beginning of the month.',
  'Our dog has learned to open the door by itself.',
] as const;

/** Filler sentences of a long text: some 300 words, ten times a carrier. */
const FILLER_SENTENCES = 30;

/** The text laid out as something else: lists, code, data, mail, and very long or short. */
export const LAYOUT_REWRITES: NamedRewrites = [
  [
    'bullet-list',
    (text) =>
      sentencesOf(text)
        .map((sentence) => `- ${sentence}`)
        .join('\n'),
  ],
  [
    'numbered-list',
    (text) =>
      sentencesOf(text)
        .map((sentence, i) => `${i + 1}. ${sentence}`)
        .join('\n'),
  ],
  ['heading', (text) => `# Request\n\n${text}`],
  ['quoted-mail', (text) => text.replace(/^/gm, '> ')],
  ['forwarded-mail', (text) => `FW: your message\n-----Original Message-----\nSubject: request\n\n${text}`],
  ['code-block', (text) => `\`\`\`\n${text}\n\`\`\``],
  ['code-comment', (text) => text.replace(/^/gm, '// ')],
  ['json', (text) => JSON.stringify({ message: text })],
  ['yaml', (text) => `message: ${JSON.stringify(text)}\nformat: text`],
  ['xml', (text) => `<message>${text}</message>`],
  ['html', (text) => `<p>${sentencesOf(text).join('</p><p>')}</p>`],
  [
    'table',
    (text) => `| field | value |\n|---|---|\n| message | ${text.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`,
  ],
  ['bold', (text) => `**${text.replaceAll('\n', ' ')}**`],
  ['last-sentence-only', (text) => sentencesOf(text).at(-1) ?? text],
  ['said-twice', (text) => `${text} ${text}`],
  [
    'very-long',
    (text, random) =>
      `${fillers(random.shuffled(FILLERS), FILLER_SENTENCES / 2)} ${text} ${fillers(random.shuffled(FILLERS), FILLER_SENTENCES / 2)}`,
  ],
  ['role-labels', (text) => `User: ${text}\nAssistant:`],
];

function fillers(sentences: readonly string[], count: number): string {
  return Array.from({ length: count }, (_, i) => sentences[i % sentences.length]).join(' ');
}
