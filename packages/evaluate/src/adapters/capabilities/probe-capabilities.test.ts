import { describe, expect, it } from 'vitest';
import { startMisbehavingServer } from '../../testing/misbehaving-server.ts';
import { functionModel } from '../function-model.ts';
import { openAiModel } from '../openai/open-ai-model.ts';
import { limitBudget } from '../wrappers/limit-budget.ts';
import { probeCapabilities } from './probe-capabilities.ts';

async function reportOn(name: string) {
  const server = await startMisbehavingServer(name);
  try {
    return await probeCapabilities(
      openAiModel({ url: server.url, model: 'small', sleep: (_ms, signal) => untilAborted(signal), attempts: 1 }),
    );
  } finally {
    await server.close();
  }
}

/** Time that never passes. */
function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

const GOOD = {
  answers: 'observed',
  tools: 'observed',
  toolsInPrompt: 'observed',
  logprobs: 'observed',
  topLogprobs: 3,
  sampling: 'observed',
  seed: 'observed',
  deterministic: 'observed',
  reruns: { asked: 5, distinct: 1 },
  completions: 'observed',
  completionLogprobs: 'observed',
  servedBy: ['small-1 fp_1'],
  faults: [],
};

describe('what a server can do', () => {
  it('is seen, where it does everything', async () => {
    expect(await reportOn('good')).toEqual(GOOD);
  });

  it.each([
    ['drops-tools', { tools: 'not-observed', toolsInPrompt: 'not-observed' }],
    ['drops-logprobs', { logprobs: 'not-observed', topLogprobs: 0, completionLogprobs: 'not-observed' }],
    ['ignores-seeds', { seed: 'not-observed' }],
    ['is-never-the-same', { seed: 'not-observed', deterministic: 'not-observed', reruns: { asked: 5, distinct: 5 } }],
    ['refuses-tools', { tools: 'refused', toolsInPrompt: 'refused' }],
    ['refuses-logprobs', { logprobs: 'refused', topLogprobs: 0 }],
    ['has-no-completions', { completions: 'refused', completionLogprobs: 'refused' }],
  ])('is seen not to be there, where a server does as %s says', async (name, expected) => {
    const { faults, ...report } = await reportOn(name);
    expect(report).toEqual({ ...GOOD, faults: undefined, ...expected });
    expect(faults.length > 0).toBe(Object.values(expected).includes('refused'));
  });

  it('is not asked for, where it does not answer at all', async () => {
    const report = await reportOn('html-page');
    expect(report).toMatchObject({ answers: 'failed', tools: 'not-asked', completions: 'not-asked' });
    expect(report.faults).toMatchObject([{ question: 'plain', code: 'evaluate/model-malformed' }]);
    expect(await reportOn('bad-request')).toMatchObject({ answers: 'refused' });
  });
});

describe('what a model can do', () => {
  const silent = functionModel({ name: 'f', chat: () => ({ text: 'yes', toolCalls: [], finish: 'stop' }) });

  it('is left open where nothing shows it', async () => {
    expect(await probeCapabilities(silent)).toMatchObject({
      tools: 'not-observed',
      toolsInPrompt: 'not-asked',
      sampling: 'not-observed',
      seed: 'not-asked',
      deterministic: 'observed',
      completions: 'not-asked',
    });
  });

  it('can be asked in the words of its own domain', async () => {
    const model = functionModel({
      name: 'f',
      chat: ({ turns, tools }) => {
        const isOrder = turns.at(-1)?.text === 'where is A-1?' && tools.length > 0;
        return isOrder
          ? { text: '', toolCalls: [{ name: 'lookup_order', arguments: '{}' }], finish: 'tool-calls' }
          : { text: 'yes', toolCalls: [], finish: 'stop' };
      },
    });
    const turns = [{ role: 'user' as const, text: 'where is A-1?', toolCalls: [] }];
    const toolQuestion = { turns, tools: [{ name: 'lookup_order', parameters: {} }], temperature: 0, maxTokens: 9 };
    expect((await probeCapabilities(model, { toolQuestion })).tools).toBe('observed');
    expect((await probeCapabilities(model)).tools).toBe('not-observed');
  });

  it('is not asked for beyond a budget, or after an interruption', async () => {
    await expect(probeCapabilities(limitBudget(silent, { maxQueries: 3 }))).rejects.toMatchObject({
      code: 'evaluate/model-budget',
    });
    const reason = new Error('interrupted');
    await expect(probeCapabilities(silent, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
