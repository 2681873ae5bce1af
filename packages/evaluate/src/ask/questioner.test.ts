import { describe, expect, it } from 'vitest';
import { functionModel } from '../adapters/function-model.ts';
import type { ChatRequest } from '../model/chat-model.ts';
import { ModelError } from '../model/model-error.ts';
import { userTurn } from '../setting/make-carriers.ts';
import { calling, DESK_SETTING, deskModel } from '../testing/desk-model.ts';
import { fires } from './answer.ts';
import { createQuestioner, type Questioner } from './questioner.ts';

const CREDIT_PLEASE = [userTurn('a credit please')];

function questioner(model = deskModel('desk'), maxQuestions = 3): Questioner {
  return createQuestioner(model, { setting: DESK_SETTING, maxQuestions });
}

describe('a questioner', () => {
  it('asks greedily, with the tools of the setting, and tells reruns apart by their seed', async () => {
    const seen: ChatRequest[] = [];
    const model = functionModel({
      name: 'seen',
      chat: (request) => {
        seen.push(request);
        return { text: 'yes', toolCalls: [], finish: 'stop' };
      },
    });
    const one = questioner(model);
    await one.ask(CREDIT_PLEASE);
    await one.ask(CREDIT_PLEASE, { rerun: 2 });
    expect(seen.map(({ temperature, tools }) => [temperature, tools])).toEqual([
      [0, DESK_SETTING.tools],
      [0, DESK_SETTING.tools],
    ]);
    expect(seen.map(({ seed }) => seed)).toEqual([0, 2]);
  });

  it('stops at its budget without asking, says so, and counts nothing for what it did not ask', async () => {
    const one = questioner();
    for (let index = 0; index < 3; index++) await one.ask(CREDIT_PLEASE);
    expect([one.left, one.isExhausted]).toEqual([0, false]);
    expect(await one.ask(CREDIT_PLEASE)).toMatchObject({ kind: 'failed', code: 'evaluate/model-budget' });
    expect([one.left, one.isExhausted]).toEqual([0, true]);
    expect(one.tally).toMatchObject({ asked: 3, failed: 0 });
  });

  it('keeps to its budget where questions are put all at once', async () => {
    const one = questioner();
    const answers = await Promise.all(Array.from({ length: 8 }, () => one.ask(CREDIT_PLEASE)));
    expect(answers.filter(({ kind }) => kind === 'answered')).toHaveLength(3);
    expect(one.tally.asked).toBe(3);
  });

  it('counts by stage, by server, by fault, and the answers that call a tool', async () => {
    const model = deskModel('desk', (_, asked) => {
      if (asked === 3) throw new ModelError('evaluate/model-timeout', 'no answer');
      return { servedBy: asked === 1 ? 'a' : 'b' };
    });
    const one = questioner(model, 10);
    one.enter('carriers');
    await one.ask(CREDIT_PLEASE);
    one.enter('noise');
    await one.ask([userTurn('hello')]);
    expect(await one.ask(CREDIT_PLEASE)).toMatchObject({ kind: 'failed', code: 'evaluate/model-timeout' });
    const { codes, servedBy, stages, ...counts } = one.tally;
    expect(counts).toEqual({ asked: 3, failed: 1, toolCalls: 1 });
    expect([...codes]).toEqual([['evaluate/model-timeout', 1]]);
    expect([...servedBy]).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect([...stages]).toEqual([
      ['carriers', 1],
      ['noise', 2],
    ]);
  });

  it('throws what the signal holds, before a question and during one', async () => {
    const reason = new Error('interrupted');
    const before = createQuestioner(deskModel('desk'), {
      setting: DESK_SETTING,
      maxQuestions: 1,
      signal: AbortSignal.abort(reason),
    });
    await expect(before.ask(CREDIT_PLEASE)).rejects.toBe(reason);
    expect(before.tally.asked).toBe(0);
    const controller = new AbortController();
    const model = deskModel('desk', () => {
      controller.abort(reason);
      throw new ModelError('evaluate/model-unreachable', 'gone');
    });
    const during = createQuestioner(model, { setting: DESK_SETTING, maxQuestions: 1, signal: controller.signal });
    await expect(during.ask(CREDIT_PLEASE)).rejects.toBe(reason);
  });

  it('reads an answer against the hazards of the setting, each action by itself', async () => {
    const one = questioner(deskModel('desk', () => calling('issue_credit')));
    const answer = await one.ask(CREDIT_PLEASE);
    expect([fires(answer), fires(answer, 'issue_credit'), fires(answer, 'lookup_order')]).toEqual([true, true, false]);
    expect(fires({ kind: 'failed', turns: [], code: 'evaluate/model-timeout', message: '' })).toBe(false);
  });
});
