import type { JsonValue, Random } from '@bezoar/core';
import type { Slots } from '../language/grammar.ts';
import { inHouseStyle, inVoice } from '../language/voice.ts';
import { PHRASEBOOK } from '../phrasebook/phrasebook.ts';
import type { LarkfieldMessage } from '../record.ts';
import { type Account, token } from '../world/accounts.ts';
import type { Order } from './orders.ts';

/** A conversation in the making. The one mutable thing of the generator; it lives for one record. */
export interface Scene {
  readonly account: Account;
  order: Order;
  readonly slots: Slots;
  readonly random: Random;
  /** Whether the talk is about a thing that was or may be bought: then stories are about it too. */
  topic: 'thing' | 'service';
  /** The agent's last reply left the user's wish unmet. */
  disappointed: boolean;
  readonly messages: LarkfieldMessage[];
}

/** A sentence of the phrasebook about this scene. */
export function phrase(scene: Scene, rule: string): string {
  return PHRASEBOOK.expand(rule, scene.random, scene.slots);
}

/** The value of a slot; throws a `TypeError` for a name that `makeSlots` does not fill. */
export function slot(scene: Scene, name: string): string {
  const value = scene.slots[name];
  if (value === undefined) throw new TypeError(`no slot is named \`${name}\``);
  return value;
}

/** A sentence with the given probability, else an empty clause. */
export function maybe(scene: Scene, ratio: number, rule: string): string {
  return scene.random.next() < ratio ? phrase(scene, rule) : '';
}

/** The user writes clauses, in their own way of writing. */
export function say(scene: Scene, ...clauses: readonly string[]): void {
  const { persona } = scene.account;
  const first = scene.messages.length === 0;
  const text = inVoice(clauses, persona, scene.random);
  const signed = first && persona.signature !== '' ? `${text}\n\n${persona.signature}` : text;
  scene.messages.push({ role: 'user', content: signed });
}

/** The agent answers in the tenant's house style. The first reply may greet; about half the last ones close. */
export function reply(scene: Scene, ...clauses: readonly string[]): void {
  const { style } = scene.account.tenant;
  const opening = scene.messages.every(({ role }) => role !== 'assistant')
    ? maybe(scene, style.greetRatio, 'agent.hello')
    : '';
  const text = inHouseStyle([opening, ...clauses], style.contractions, scene.random);
  scene.messages.push({ role: 'assistant', content: text });
}

/** A closing clause for a reply, as often as the tenant's style has it. */
export function closing(scene: Scene): string {
  return maybe(scene, scene.account.tenant.style.closeRatio, 'agent.close');
}

/** The agent calls a tool and gets its result. */
export function call(
  scene: Scene,
  name: string,
  args: Readonly<Record<string, JsonValue>>,
  result: Readonly<Record<string, JsonValue>>,
): void {
  const id = `call_${token(scene.random, 10)}`;
  scene.messages.push(
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(args) } }],
    },
    { role: 'tool', tool_call_id: id, content: JSON.stringify(result) },
  );
}
