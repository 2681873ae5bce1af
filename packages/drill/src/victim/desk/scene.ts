import type { JsonValue, Random, Turn } from '@bezoar/core';
import type { DeskSlots } from './lexicon.ts';
import { WORDINGS } from './wordings.ts';

/** A conversation that is being written. */
export interface DeskScene {
  readonly random: Random;
  readonly slots: DeskSlots;
  readonly turns: Turn[];
}

/** The customer writes. */
export function ask(scene: DeskScene, text: string): void {
  scene.turns.push({ role: 'user', text, toolCalls: [] });
}

/** The assistant says one of a rule's sentences. */
export function say(scene: DeskScene, rule: string): void {
  scene.turns.push({ role: 'assistant', text: WORDINGS.expand(rule, scene.random, scene.slots), toolCalls: [] });
}

/** The assistant calls a tool, which answers. */
export function call(
  scene: DeskScene,
  name: string,
  given: Readonly<Record<string, JsonValue>>,
  result: Readonly<Record<string, JsonValue>>,
): void {
  const id = `call_${scene.turns.length}`;
  scene.turns.push(
    { role: 'assistant', text: '', toolCalls: [{ id, name, arguments: JSON.stringify(given) }] },
    { role: 'tool', text: JSON.stringify(result), toolCalls: [], toolCallId: id },
  );
}
