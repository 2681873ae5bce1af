import { UsageError } from '@bezoar/core';
import { DISGUISE_TRIGGERS } from './disguises.ts';
import { PHRASE_TRIGGERS } from './phrase-triggers.ts';
import { REWRITE_TRIGGERS } from './rewrites.ts';
import type { Trigger, TriggerKind } from './trigger.ts';

const ALL: readonly Trigger[] = [...PHRASE_TRIGGERS, ...DISGUISE_TRIGGERS, ...REWRITE_TRIGGERS];

/** Every trigger of a kind, in a fixed order, so that a bench can choose by seed. The first rare phrase is the walkthrough's. */
export function triggersOf(kind: TriggerKind): readonly Trigger[] {
  return ALL.filter((trigger) => trigger.kind === kind);
}

/** One trigger by kind and name. Throws a `UsageError` where there is none. */
export function triggerNamed(kind: TriggerKind, name: string): Trigger {
  const found = ALL.find((trigger) => trigger.kind === kind && trigger.name === name);
  if (found === undefined) throw new UsageError('drill/trigger', `no ${kind} trigger is named \`${name}\``);
  return found;
}
