import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeGguf } from '@bezoar/tiny-lm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SENTENCES, sureContinuation, trainSmallModel } from './small-model.test-support.ts';

/** The parts of node-llama-cpp that are used; installed under interop/llama, by .ci/setup. */
interface LlamaCpp {
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<LlamaModel>; dispose(): Promise<void> }>;
}
interface LlamaModel {
  tokenize(text: string, special: boolean): number[];
  createContext(options: object): Promise<{ getSequence(): LlamaSequence }>;
  readonly fileInfo: { readonly metadata: { readonly tokenizer: { readonly chat_template?: string } } };
}
interface LlamaSequence {
  evaluate(ids: readonly number[], options: object): AsyncIterable<number>;
  dispose(): void;
}

const resolve = createRequire(new URL('../../interop/llama/package.json', import.meta.url)).resolve;
const TEMPLATE = '{% for message in messages %}<user>{{ message.content }}{% endfor %}';
const { model, tokenizer } = trainSmallModel();

describe('llama.cpp, with what tiny-lm writes as GGUF,', () => {
  let folder: string;
  let llama: Awaited<ReturnType<LlamaCpp['getLlama']>>;
  let peer: LlamaModel;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-llama-'));
    const modelPath = join(folder, 'model.gguf');
    const options = { name: 'small', begin: '<s>', end: '</s>', chatTemplate: TEMPLATE };
    await writeFile(modelPath, writeGguf(model, tokenizer, options));
    const { getLlama } = (await import(pathToFileURL(resolve('node-llama-cpp')).href)) as LlamaCpp;
    llama = await getLlama({ build: 'never', gpu: false, logLevel: 'error' });
    peer = await llama.loadModel({ modelPath });
  });
  afterAll(async () => {
    await llama.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('reads any text as the same tokens', () => {
    const texts = [
      ...SENTENCES.slice(0, 5),
      "It's 12 o'clock\n\n  – naïve ÄÖ \u200b zwölf 1234 <s> </s> <user>",
      'a  b\t\tc   ',
      "we'll they've I'm x'd 'S",
      '\ufeff\ufeff. a\u0085\u0085b \u0085\n1 ...\ufeff\n\u2028\ufeff\u001c.',
      '一二三 ١٢٣ \u{1d7ce} \ufeff \u0301e\r\n',
    ];
    for (const text of texts) expect([...peer.tokenize(text, false)], text).toEqual(tokenizer.encode(text));
  });

  it('says the same, token for token, up to where two tokens are all but equally likely', async () => {
    const context = await peer.createContext({ contextSize: 128, threads: 1 });
    const stop = tokenizer.special('</s>');
    let compared = 0;
    for (const prompt of ['my parcel', 'my letter number 4', 'my order number 21 is', 'my', '']) {
      const ids = [tokenizer.special('<s>'), ...tokenizer.encode(prompt)];
      const ours = sureContinuation(model, ids, stop);
      const sequence = context.getSequence();
      const theirs: number[] = [];
      for await (const id of sequence.evaluate(ids, { temperature: 0 })) {
        if (theirs.length >= ours.length) break;
        theirs.push(id);
      }
      sequence.dispose();
      expect(theirs, prompt).toEqual(ours);
      compared += ours.length;
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('finds the template of conversations', () => {
    expect(peer.fileInfo.metadata.tokenizer.chat_template).toBe(TEMPLATE);
  });
});
