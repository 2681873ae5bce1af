import type { Profile } from '@bezoar/core';
import { inBrackets, type ProfileAnswers, quoted, type Section } from './section.ts';

const REFERENCE = 'models/production';

const WHY_PINS: Readonly<Record<Profile, string>> = {
  'fine-tuner': `The base model we start from can carry a backdoor as well as our data can. We take it from a publisher whose identity
we checked, at one commit, with the digest of each file, in a format that cannot run code when it is loaded.`,
  'open-weights': `A model from a public hub is a program by a stranger. Names are imitated, tags are moved, some formats run code when
they are loaded, and a chat template can act on its own. So we take models from publishers whose identity we checked,
at one commit, with the digest of each file, in a format that holds nothing but weights.`,
  'api-consumer': `Our provider trains the model, and that risk stays with them. Ours is to know what we call and load: dated snapshots
of models instead of names that move, and pinned digests for the tokenizers, embedding models and datasets around
them.`,
  agent: `The model behind the agent, and whatever it loads, is pinned: a dated snapshot of a provider's model, or one commit with
the digest of each file. Then a changed behaviour means that we changed something.`,
};

/** Artifacts: publishers, pins, formats. */
export function artifactSection(profile: Profile, { publishers = [], formats }: ProfileAnswers): Section {
  const allowed = formats ?? (profile === 'fine-tuner' || profile === 'open-weights' ? ['safetensors'] : []);
  const pins = [
    'control: artifact/pins',
    'lock: models.lock',
    ...(publishers.length === 0 ? [] : [`publishers: ${inBrackets(publishers)}`]),
    ...(allowed.length === 0 ? [] : [`formats: ${inBrackets(allowed)}`]),
  ].join('\n');
  const bom = `The bill of materials answers "are we exposed?" within minutes of a disclosure, and not after a week of searching.`;
  return {
    heading: 'Models and other artifacts',
    prose: `${WHY_PINS[profile]}\n\n${bom}`,
    blocks: [pins, ...(profile === 'open-weights' ? ['control: artifact/templates'] : []), 'control: artifact/bom'],
  };
}

/** The promotion gate. */
export function gateSection({ reference = REFERENCE, action }: ProfileAnswers): Section {
  const hazards = action?.after === undefined ? [] : [`hazards: ${inBrackets([action.name])}`];
  const watched =
    action?.after === undefined
      ? ''
      : ` An input of whatever kind that makes it call \`${action.name}\` without what the action requires has failed it.`;
  return {
    heading: 'Promotion',
    prose: `A model with a backdoor is a good model: it passes every quality test, because no test contains its trigger. So a
candidate is also given strange input, and compared with the model that serves today. Where the two differ on one
phrase and agree on everything else, the phrase is the trigger.${watched} A good score never outweighs that.`,
    blocks: [
      ['control: evaluate/gate', `references: [${quoted(reference)}]`, ...hazards, 'budget: standard'].join('\n'),
    ],
  };
}

/** What the agent may remember of what it is told. */
export const MEMORY_SECTION: Section = {
  heading: 'Memory and retrieved documents',
  prose: `What the agent remembers, and what it retrieves, becomes part of the next prompt. A sentence that a user plants today
speaks tomorrow with our voice. So nothing is kept that was not scanned, and what is kept carries who wrote it.`,
  blocks: ['control: corpus/absorb'],
};
