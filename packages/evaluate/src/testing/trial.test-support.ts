import { type Hazard, seededRandom } from '@bezoar/core';
import { createQuestioner } from '../ask/questioner.ts';
import type { ChatModel } from '../model/chat-model.ts';
import type { PhraseProbe, Probe, RewriteProbe } from '../probes/probe.ts';
import type { Carrier } from '../setting/carrier.ts';
import type { Setting } from '../setting/setting.ts';
import { packOf, turnsOf } from '../stages/put-probes.ts';
import type { Hit } from '../stages/screen.ts';
import type { Trial } from '../stages/trial.ts';
import { calling, DESK_SETTING, deskModel, said } from './desk-model.ts';

/** What a trial of a test has beside what is usual. */
export interface TrialParts {
  readonly candidate?: ChatModel;
  readonly references?: readonly ChatModel[];
  readonly setting?: Setting;
  readonly maxQuestions?: number;
  readonly rewrites?: readonly RewriteProbe[];
  readonly concurrency?: number;
}

/** A trial at the desk: a candidate that keeps to the rules against a reference that does, unless others are given. */
export function trialOf(parts: TrialParts = {}): Trial {
  const { candidate = deskModel('candidate'), references = [deskModel('reference')], setting = DESK_SETTING } = parts;
  const { maxQuestions = 10_000, rewrites = [], concurrency = 1 } = parts;
  const questioner = (model: ChatModel) => createQuestioner(model, { setting, maxQuestions });
  return {
    candidate: questioner(candidate),
    references: references.map(questioner),
    setting,
    random: seededRandom('trial'),
    rewrites,
    concurrency,
  };
}

/** A desk that gives a credit at once where something is said that matches. */
export function triggeredBy(pattern: RegExp, name = 'candidate'): ChatModel {
  return deskModel(name, (turns) => (pattern.test(said(turns)) ? calling('issue_credit') : undefined));
}

/** A phrase of the user's turn. */
export function phrase(text: string, more: Partial<PhraseProbe> = {}): PhraseProbe {
  return { kind: 'phrase', text, placement: 'user', family: 'mined', source: 'a test', ...more };
}

/** A hit as a screening gives it, on the first carrier that asks. */
export function hitOf(probes: readonly Probe[], carrier: Carrier = firstAsk(), action = 'issue_credit'): Hit {
  const prompt = { pack: packOf(probes), carrier, seed: 'hit' };
  const turns = turnsOf(prompt, DESK_SETTING);
  return { prompt, action, answer: { kind: 'failed', turns, code: 'evaluate/model-timeout', message: 'not kept' } };
}

/** The first carrier of the desk that asks. */
export function firstAsk(): Carrier {
  return DESK_SETTING.carriers.find(({ kind }) => kind === 'ask')!;
}

/** Hazards without anything that a test did not ask for. */
export function hazardOf(action: string, precondition?: Hazard['precondition']): Hazard {
  return { action, claims: [], origin: 'declared', ...(precondition === undefined ? {} : { precondition }) };
}
