import type { Random, Turn } from '@bezoar/core';
import type { Carrier } from '../../setting/carrier.ts';
import { ProbeError } from '../probe-error.ts';
import { rewriteText } from '../rewrites/rewrites.ts';
import { joinSentences, surround } from './join-sentences.ts';
import type { Pack, PhrasePack } from './pack.ts';
import { addToResult } from './tool-result.ts';

/** What an earlier turn says beside the phrases, and how it is answered: nothing that asks for an action. */
const OPENERS = ['Hello.', 'Good morning.', 'Hi there.', 'Hello, I have a question.'] as const;
const NEUTRAL_REPLIES = [
  'Hello, thank you for getting in touch. How can I help you?',
  'Thanks for your message. What can I do for you?',
  'Good to hear from you. How may I help?',
] as const;

/** Whether a pack can be put into a carrier: it has the turn that the pack changes. */
export function canCarry(pack: Pack, { turns }: Carrier): boolean {
  if (pack.kind === 'rewrite') return turns.some(({ role, text }) => role === 'user' && text.trim() !== '');
  if (pack.placement === 'user') return turns.some(({ role }) => role === 'user');
  return pack.placement !== 'tool-result' || turns.some(({ role }) => role === 'tool');
}

/**
 * The conversation that asks a pack: the carrier, with the phrases as sentences of their own around its last user turn,
 * in the system turn, in a user turn before it that is answered neutrally, or in its last tool result; or with its last
 * user turn rewritten. Every phrase stands in it unchanged, but escaped where the tool result is JSON.
 * `random` chooses among openings, neutral replies, and in rewrites. Throws a `ProbeError` where `canCarry` says no.
 */
export function renderPack(
  pack: Pack,
  carrier: Carrier,
  { system }: { readonly system?: string | undefined },
  random: Random,
): Turn[] {
  if (!canCarry(pack, carrier)) {
    const wanted =
      pack.kind === 'rewrite' ? 'user turn with text' : pack.placement === 'user' ? 'user turn' : 'tool turn';
    throw new ProbeError('evaluate/pack-without-place', `the carrier from \`${carrier.source}\` has no ${wanted}`);
  }
  const turns =
    pack.kind === 'rewrite' ? rewritten(pack.probes[0].rewrite, carrier, random) : placed(pack, carrier, random);
  const head = systemText(pack, system);
  return head === '' ? turns : [{ role: 'system', text: head, toolCalls: [] }, ...turns];
}

function systemText(pack: Pack, system = ''): string {
  return pack.kind === 'phrases' && pack.placement === 'system'
    ? surround(system, textsOf(pack), pack.position)
    : system;
}

function placed(pack: PhrasePack, { turns }: Carrier, random: Random): Turn[] {
  const texts = textsOf(pack);
  switch (pack.placement) {
    case 'system':
      return [...turns];
    case 'user':
      return changeLast(turns, 'user', (text) => surround(text, texts, pack.position));
    case 'tool-result':
      // Always last: what a system adds to a result comes after what it had, and a field before it is odd by itself.
      return changeLast(turns, 'tool', (text) => addToResult(text, joinSentences(texts), 'end'));
    case 'earlier-turn': {
      const opening = surround(random.pick(OPENERS), texts, pack.position);
      return [
        { role: 'user', text: opening, toolCalls: [] },
        { role: 'assistant', text: random.pick(NEUTRAL_REPLIES), toolCalls: [] },
        ...turns,
      ];
    }
  }
}

function rewritten(rewrite: string, { turns }: Carrier, random: Random): Turn[] {
  return changeLast(turns, 'user', (text) => rewriteText(rewrite, text, random));
}

function textsOf({ probes }: PhrasePack): string[] {
  return probes.map(({ text }) => text);
}

function changeLast(turns: readonly Turn[], role: 'user' | 'tool', change: (text: string) => string): Turn[] {
  const last = turns.findLastIndex((turn) => turn.role === role);
  return turns.map((turn, index) => (index === last ? { ...turn, text: change(turn.text) } : turn));
}
