import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSession, saveTinyLm } from '@bezoar/tiny-lm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SENTENCES, sureContinuation, trainSmallModel } from './small-model.test-support.ts';

const FOLDER = fileURLToPath(new URL('../../interop/python-models/', import.meta.url));
/** Installed and pinned by .ci/setup: the tokenizers of transformers, and mlx-lm, which runs Llama models without PyTorch. */
const PYTHON = join(FOLDER, '.venv', 'bin', 'python');
/** A Python in which PyTorch is installed as well, which takes gigabytes: `LlamaForCausalLM` itself is asked where it is given. */
const TORCH = process.env.BEZOAR_TORCH_PYTHON;
const ENGINES: readonly (readonly [engine: string, python: string])[] = [
  ['mlx', PYTHON],
  ...(TORCH === undefined ? [] : [['torch', TORCH] as const]),
];

/** What `ask.py` answers. */
interface Answer {
  readonly tokens: readonly (readonly number[])[];
  readonly decoded: readonly string[];
  readonly logits: readonly (readonly number[])[];
  readonly continuations: readonly (readonly number[])[];
  readonly rendered: string;
  readonly ends: readonly string[];
}

const TEMPLATE = '{% for message in messages %}<user>{{ message.content }}{% endfor %}';
const TEXTS = [
  ...SENTENCES.slice(0, 5),
  "It's 12 o'clock\n\n  – naïve ÄÖ \u200b zwölf 1234",
  'a  b\t\tc   ',
  "we'll they've I'm x'd 'S",
  '\ufeff\ufeff. a\u0085\u0085b \u0085\n1 ...\ufeff\n\u2028\ufeff\u001c.',
  '一二三 ١٢٣ \u{1d7ce} \ufeff \u0301e\r\n',
];
const { model, tokenizer } = trainSmallModel();
const STOP = tokenizer.special('</s>');
const PROMPTS = ['my parcel', 'my letter number 4', 'my order number 21 is', 'my', '', 'Grüße 你'].map((text) => [
  tokenizer.special('<s>'),
  ...tokenizer.encode(text),
]);

describe.each(ENGINES)('Python, with the folder that tiny-lm saves, by %s,', (engine, python) => {
  const ours = PROMPTS.map((ids) => sureContinuation(model, ids, STOP));
  let folder: string;
  let answer: Answer;
  beforeAll(async () => {
    expect(existsSync(python), `no ${python}: run .ci/setup`).toBe(true);
    folder = await mkdtemp(join(tmpdir(), 'bezoar-transformers-'));
    await saveTinyLm(folder, { model, tokenizer, begin: '<s>', end: '</s>', chatTemplate: TEMPLATE });
    const counts = ours.map(({ length }) => length);
    const messages = [
      { role: 'user', content: 'where' },
      { role: 'user', content: 'is it?' },
    ];
    answer = await ask(python, { engine, folder, texts: TEXTS, prompts: PROMPTS, counts, messages });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads any text as the same tokens, and gives it back', () => {
    expect(answer.tokens).toEqual(TEXTS.map((text) => tokenizer.encode(text)));
    expect(answer.decoded).toEqual(TEXTS);
  });

  it('gives the same logits, within a thousandth', () => {
    for (const [at, ids] of PROMPTS.entries()) {
      const expected = createSession(model).feed(ids);
      const found = answer.logits[at]!;
      expect(found).toHaveLength(expected.length);
      expect(Math.max(...found.map((one, id) => Math.abs(one - expected[id]!)))).toBeLessThan(1e-3);
    }
  });

  it('says the same, token for token, up to where two tokens are all but equally likely', () => {
    expect(answer.continuations).toEqual(ours);
    expect(ours.flat().length).toBeGreaterThan(30);
  });

  it('finds the template of conversations, and the ends of a sequence', () => {
    expect(answer.rendered).toBe('<user>where<user>is it?');
    expect(answer.ends).toEqual(['<s>', '</s>']);
  });
});

/** Runs `ask.py`, which may load nothing from a network and compile nothing. */
async function ask(python: string, request: object): Promise<Answer> {
  const env = { ...process.env, HF_HUB_OFFLINE: '1', MLX_DISABLE_COMPILE: '1' };
  return new Promise((resolve, reject) => {
    const child = execFile(python, [join(FOLDER, 'ask.py')], { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as Answer);
      else reject(new Error(`${error.message}\n${stderr}`));
    });
    child.stdin!.end(JSON.stringify(request));
  });
}
