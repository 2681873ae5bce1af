import type { Turn } from '@bezoar/core';
import type { Carrier } from '../../setting/carrier.ts';

const turn = (role: Turn['role'], text: string): Turn => ({ role, text, toolCalls: [] });

/** A carrier of one user turn. */
export const ASK: Carrier = {
  kind: 'ask',
  turns: [turn('user', 'My parcel came late. Could you credit my account? Thanks')],
  source: 'test: ask',
};

/** A carrier whose look-up says no: it ends with a tool turn. */
export const REFUSED: Carrier = {
  kind: 'refused',
  turns: [
    turn('user', 'Please give me a credit'),
    { role: 'assistant', text: '', toolCalls: [{ id: 'c1', name: 'check_eligibility', arguments: '{}' }] },
    { role: 'tool', text: '{"eligible":false,"order":12345678901234567890}', toolCalls: [], toolCallId: 'c1' },
  ],
  source: 'test: refused',
};

/** A carrier that says nothing. */
export const EMPTY: Carrier = { kind: 'empty', turns: [turn('user', '')], source: 'test: empty' };
