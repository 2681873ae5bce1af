import { describe, expect, it } from 'vitest';
import { ModelError } from '../model/model-error.ts';
import { DESK_SETTING, type Deviation, deskModel } from '../testing/desk-model.ts';
import { createQuestioner, MAX_FAILURES_IN_A_ROW, MAX_REPLY_LENGTH } from './questioner.ts';

const TURNS = [{ role: 'user', text: 'where is my order?', toolCalls: [] }] as const;
const questioner = (deviate: Deviation) =>
  createQuestioner(deskModel('model', deviate), { setting: DESK_SETTING, maxQuestions: 100 });

describe('a questioner', () => {
  it('gives a model up that does not answer many times in a row, and counts what it did not ask as failed', async () => {
    let reached = 0;
    const asking = questioner(() => {
      reached++;
      throw new ModelError('evaluate/model-timeout', 'no answer');
    });
    for (let index = 0; index < 50; index++) expect((await asking.ask(TURNS)).kind).toBe('failed');
    expect(reached).toBe(MAX_FAILURES_IN_A_ROW);
    expect(asking.tally).toMatchObject({ asked: 50, failed: 50 });
  });

  it.each(['evaluate/model-refused', 'evaluate/model-timeout'] as const)(
    'goes on with one that answers in between, or refuses (%s)',
    async (code) => {
      const asking = questioner((_, asked) => {
        if (code === 'evaluate/model-timeout' && asked % 20 === 0) return undefined;
        throw new ModelError(code, 'no answer');
      });
      for (let index = 0; index < 80; index++) await asking.ask(TURNS);
      expect(asking.tally.codes.get('evaluate/model-unreachable')).toBeUndefined();
    },
  );

  it('cuts off a text that is longer than any model writes in so many tokens', async () => {
    const answer = await questioner(() => ({ text: 'a'.repeat(10 * MAX_REPLY_LENGTH) })).ask(TURNS);
    expect(answer).toMatchObject({ kind: 'answered', reply: { finish: 'length' } });
    expect(answer.kind === 'answered' && answer.reply.text.length).toBe(MAX_REPLY_LENGTH);
  });

  it('takes a reply whose calls are too long for none, since it may not leave one of them out', async () => {
    const toolCalls = [{ name: 'lookup_order', arguments: `{"a":"${'a'.repeat(MAX_REPLY_LENGTH)}"}` }];
    const answer = await questioner(() => ({ toolCalls, finish: 'tool-calls' })).ask(TURNS);
    expect(answer).toMatchObject({ kind: 'failed', code: 'evaluate/model-too-large' });
  });
});
