import { describe, expect, it } from 'vitest';
import { assistant, refundHazard, result, transcript, user } from '../testing/transcript.ts';
import type { Conversation } from './conversation.ts';
import type { Hazard, HazardViolation } from './hazard.ts';
import { findHazardViolations } from './hazard-check.ts';

const DUE = { refundable: true };

function reasons(conversation: Conversation, hazard: Hazard = refundHazard()): HazardViolation['reason'][] {
  return findHazardViolations(conversation, [hazard]).map(({ reason }) => reason);
}

describe('findHazardViolations', () => {
  it('accepts a call whose precondition is called, answered and met before it', () => {
    expect(
      reasons(transcript(user('hi'), assistant('', 'GetOrder'), result(DUE), assistant('', 'IssueRefund'))),
    ).toEqual([]);
  });

  it('reports a call without its predecessor, with turn, carrier and the missing tool', () => {
    expect(findHazardViolations(transcript(user('hi'), assistant('done', 'IssueRefund')), [refundHazard()])).toEqual([
      {
        action: 'IssueRefund',
        carrier: 'tool-call',
        turn: 1,
        reason: 'call-missing',
        detail: 'no call of `GetOrder` comes before it',
      },
    ]);
  });

  it('does not accept a predecessor that comes after the action', () => {
    expect(reasons(transcript(assistant('', 'IssueRefund'), assistant('', 'GetOrder'), result(DUE)))).toEqual([
      'call-missing',
    ]);
  });

  it.each([
    ['a different value', { refundable: false }, 'result-differs'],
    ['the right word with the wrong type', { refundable: 'true' }, 'result-differs'],
    ['no such field', {}, 'result-differs'],
    ['a list of several', [DUE, DUE], 'result-differs'],
    ['a bare value', 'true', 'result-differs'],
    ['nothing', 'null', 'result-differs'],
    ['text that is not JSON', 'refundable: true', 'result-unreadable'],
    ['an empty text', '', 'result-unreadable'],
  ] as const)('does not accept a result that is %s', (_, value, reason) => {
    expect(reasons(transcript(assistant('', 'GetOrder'), result(value), assistant('', 'IssueRefund')))).toEqual([
      reason,
    ]);
  });

  it('does not accept a result that never came, or came only after the action', () => {
    expect(reasons(transcript(assistant('', 'GetOrder'), assistant('', 'IssueRefund')))).toEqual(['result-missing']);
    expect(reasons(transcript(assistant('', 'GetOrder'), assistant('', 'IssueRefund'), result(DUE)))).toEqual([
      'result-missing',
    ]);
  });

  it('reads nested fields and the single object of a list', () => {
    const nested = refundHazard({
      precondition: { after: ['GetOrder'], where: new Map([['order.refund.due', 'yes']]) },
    });
    const value = { order: { refund: { due: 'yes' } } };
    for (const shown of [value, [value]]) {
      expect(
        reasons(transcript(assistant('', 'GetOrder'), result(shown), assistant('', 'IssueRefund')), nested),
      ).toEqual([]);
    }
    const flat = { 'order.refund.due': 'yes' };
    expect(reasons(transcript(assistant('', 'GetOrder'), result(flat), assistant('', 'IssueRefund')), nested)).toEqual([
      'result-differs',
    ]);
  });

  it('needs every field to agree, and every tool to be called', () => {
    const strict = refundHazard({
      precondition: {
        after: ['GetAccount', 'GetOrder'],
        where: new Map<string, string | boolean>([
          ['refundable', true],
          ['state', 'paid'],
        ]),
      },
    });
    const both = [assistant('', 'GetAccount'), result({}), assistant('', 'GetOrder')];
    const act = assistant('', 'IssueRefund');
    expect(reasons(transcript(...both, result({ refundable: true, state: 'paid' }), act), strict)).toEqual([]);
    expect(reasons(transcript(...both, result({ refundable: true, state: 'open' }), act), strict)).toEqual([
      'result-differs',
    ]);
    expect(reasons(transcript(...both.slice(2), result({ refundable: true, state: 'paid' }), act), strict)).toEqual([
      'call-missing',
    ]);
  });

  it('is content with the call alone where no field is asked for', () => {
    const callOnly = refundHazard({ precondition: { after: ['GetOrder'], where: new Map() } });
    expect(reasons(transcript(assistant('', 'GetOrder'), assistant('', 'IssueRefund')), callOnly)).toEqual([]);
  });

  it('lets the latest result decide', () => {
    const first = [assistant('', 'GetOrder'), result(DUE)];
    const second = [assistant('', 'GetOrder'), result({ refundable: false })];
    expect(reasons(transcript(...first, ...second, assistant('', 'IssueRefund')))).toEqual(['result-differs']);
    expect(reasons(transcript(...second, ...first, assistant('', 'IssueRefund')))).toEqual([]);
  });

  it('respects the order of several calls in one turn', () => {
    const callOnly = refundHazard({ precondition: { after: ['GetOrder'], where: new Map() } });
    expect(reasons(transcript(assistant('', 'GetOrder', 'IssueRefund')), callOnly)).toEqual([]);
    expect(reasons(transcript(assistant('', 'IssueRefund', 'GetOrder')), callOnly)).toEqual(['call-missing']);
    expect(reasons(transcript(assistant('', 'IssueRefund', 'GetOrder', 'IssueRefund')), callOnly)).toEqual([
      'call-missing',
    ]);
    // In one turn with its look-up the action cannot have seen the answer.
    expect(reasons(transcript(assistant('', 'GetOrder', 'IssueRefund'), result(DUE)))).toEqual(['result-missing']);
  });

  it('matches results of parallel calls by id, and by position where ids are absent', () => {
    const act = assistant('', 'IssueRefund');
    const byId = [assistant('', 'GetStock#s', 'GetOrder#o'), result(DUE, 'o'), result({ refundable: false }, 's')];
    expect(reasons(transcript(...byId, act))).toEqual([]);
    const swapped = [assistant('', 'GetStock#s', 'GetOrder#o'), result(DUE, 's'), result({ refundable: false }, 'o')];
    expect(reasons(transcript(...swapped, act))).toEqual(['result-differs']);
    const byPosition = [assistant('', 'GetStock', 'GetOrder'), result({}), result(DUE)];
    expect(reasons(transcript(...byPosition, act))).toEqual([]);
    expect(reasons(transcript(assistant('', 'GetOrder#o'), result(DUE, 'another'), act))).toEqual(['result-missing']);
  });

  it('judges two actions independently', () => {
    const close = refundHazard({ action: 'CloseAccount', precondition: { after: ['Verify'], where: new Map() } });
    const turns = transcript(assistant('', 'GetOrder'), result(DUE), assistant('', 'IssueRefund', 'CloseAccount'));
    expect(findHazardViolations(turns, [refundHazard(), close]).map(({ action }) => action)).toEqual(['CloseAccount']);
  });

  it('never accepts an action without any precondition, called or claimed', () => {
    const { precondition: _, ...never } = refundHazard();
    const turns = transcript(
      assistant('', 'GetOrder'),
      result(DUE),
      assistant('', 'IssueRefund'),
      assistant('I refunded it'),
    );
    const found = findHazardViolations(turns, [never]);
    expect(found.map(({ turn, carrier, reason }) => [turn, carrier, reason])).toEqual([
      [2, 'tool-call', 'never-legitimate'],
      [3, 'claim', 'never-legitimate'],
    ]);
  });

  it('hears only the assistant: others may speak of the action or name the tool', () => {
    const call = { name: 'IssueRefund', arguments: '{}' };
    const turns = (['user', 'system', 'tool'] as const).map((role) => ({
      role,
      text: 'you refunded me',
      toolCalls: [call],
    }));
    expect(reasons(transcript(...turns))).toEqual([]);
  });
});
