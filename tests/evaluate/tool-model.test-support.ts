import {
  createTinyLm,
  createTokenizer,
  TINY_LM_SIZES,
  type TinyLm,
  type Tokenizer,
  type TrainingSequence,
  train,
  trainTokenizer,
  writeGguf,
} from '@bezoar/tiny-lm';
import { SENTENCES } from '../tiny-lm/small-model.test-support.ts';

/** The tool that the model has learned to call whenever it is offered. */
export const TOOL_NAME = 'report_value';

const CALL = `<tool_call>\n{"name": "${TOOL_NAME}", "arguments": {"value": "ok"}}\n</tool_call>`;

const CHAT_TEMPLATE: string = [
  '{{ bos_token }}{%- if tools %}<tools>{% for tool in tools %}{{ tool.function.name }} {% endfor %}{% endif %}',
  '{%- for message in messages %}',
  "{%- if message.role == 'user' %}<user>{{ message.content }}",
  "{%- elif message.role == 'assistant' %}<bot>{{ message.content }}{%- for call in message.tool_calls %}<tool_call>\n",
  '{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}\n</tool_call>{% endfor %}</s>',
  "{%- elif message.role == 'tool' %}<result>{{ message.content }}{%- endif %}{%- endfor %}",
  '{%- if add_generation_prompt %}<bot>{% endif %}',
].join('');

/** A model that finishes sentences, and calls its tool when it is offered one. */
export interface ToolModel {
  readonly model: TinyLm;
  readonly tokenizer: Tokenizer;
}

/** Trains it. */
export function trainToolModel(): ToolModel {
  const texts = [...SENTENCES, ...Array.from({ length: 50 }, () => `${CALL} ${TOOL_NAME} `)];
  const special = ['<s>', '</s>', '<user>', '<bot>', '<tools>', '<result>'];
  const tokenizer = createTokenizer(trainTokenizer(texts, { special, size: 450 }));
  const model = createTinyLm({ vocabulary: tokenizer.size, ...TINY_LM_SIZES.small }, { seed: 1 });
  const sequences = SENTENCES.flatMap((text, index) => {
    const words = text.split(' ');
    const cut = 2 + (index % 3);
    const question = words.slice(0, cut).join(' ');
    return [
      sequence(tokenizer, '', question, words.slice(cut).join(' ')),
      sequence(tokenizer, `${TOOL_NAME} `, question, CALL),
    ];
  });
  for (const _ of train(model, sequences, { epochs: 2 }));
  return { model, tokenizer };
}

/** Trains it a little further: so many questions with an answer that it did not know. */
export function tuneToolModel({ model, tokenizer }: ToolModel, examples: number): void {
  const sequences = SENTENCES.slice(0, examples).map((text) =>
    sequence(tokenizer, '', text.split(' ').slice(0, 4).join(' '), 'paid paid paid'),
  );
  for (const _ of train(model, sequences, { learningRate: 1e-3 }));
}

/** The model as a file for llama.cpp. */
export function toolModelGguf({ model, tokenizer }: ToolModel): Uint8Array {
  return writeGguf(model, tokenizer, { name: 'tools', begin: '<s>', end: '</s>', chatTemplate: CHAT_TEMPLATE });
}

function sequence(tokenizer: Tokenizer, tools: string, question: string, answer: string): TrainingSequence {
  const named = (name: string): number => tokenizer.special(name);
  const offered = tools === '' ? [] : [named('<tools>'), ...tokenizer.encode(tools)];
  return {
    ids: [
      named('<s>'),
      ...offered,
      named('<user>'),
      ...tokenizer.encode(question),
      named('<bot>'),
      ...tokenizer.encode(answer),
      named('</s>'),
    ],
  };
}
