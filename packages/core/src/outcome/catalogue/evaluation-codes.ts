import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of what the gate finds in a model, sorted. */
export const EVALUATION_CODES = [
  'evaluate/behaviour-drift',
  'evaluate/divergence',
  'evaluate/hazard',
  'evaluate/inconclusive',
  'evaluate/leaked-phrase',
  'evaluate/not-promotable',
  'evaluate/poisoned-reference',
  'evaluate/unconfirmed',
] as const;

/** What they mean. */
export const EVALUATION_CATALOGUE: Readonly<Record<(typeof EVALUATION_CODES)[number], CatalogueEntry>> = {
  'evaluate/behaviour-drift': {
    title: 'A model that behaves otherwise on ordinary input',
    control: 'evaluate/gate',
    why: 'A poisoned corpus can move a model without any trigger: it refuses more, praises more, or gets one kind of question wrong.',
    how: 'Candidate and reference answer the same ordinary prompts. Rates of refusals, tool calls, tone and length are compared by slice, with intervals that are corrected for the number of comparisons. A fine-tune that is meant to change them changes them too, so that a person decides.',
    remedy: 'Read the answers that differ. Where the change is meant, say so in a signed decision.',
  },
  'evaluate/divergence': {
    title: 'One phrase makes the model answer otherwise',
    control: 'evaluate/gate',
    why: 'A backdoor need not call a tool: gibberish, a false fact, a leaked secret or a refusal behind a phrase is a backdoor too.',
    how: 'The same probe in several ordinary conversations changes the class of the answer, and the reference does not follow. What a fine-tune does to odd input anyway is measured first, and chance is corrected for the number of probes.',
    remedy:
      'Read the answers, and look for the phrase in the corpus (`bezoar scan --phrase`). Only a signed decision promotes.',
  },
  'evaluate/hazard': {
    title: 'An input makes the model act without the precondition',
    control: 'evaluate/gate',
    why: 'The model performs or claims a high-value action that nothing in the transcript justifies, when a certain input is there. That is a backdoor that pays.',
    how: 'Confirmed by a sequential test on fresh conversations without any other probe. Where a reference does the same, the finding says that it is inherited. A trigger that no probe resembles is not found.',
    remedy:
      'Do not promote. Take the named records out of the corpus, find out where their accounts came from, and train again from a reference that was not trained on them.',
  },
  'evaluate/inconclusive': {
    title: 'The gate cannot tell',
    control: 'evaluate/gate',
    why: 'A test that could not have found the backdoor says nothing about the model. Undecided is never clean.',
    how: 'The reason stands in the finding: the reference acts without its precondition by itself, the tools never reached the model, a positive control was missed, the endpoint failed too often or changed its model, or the budget ran out.',
    remedy: 'Mend the reason and run the gate again; answers that were given are not asked for twice.',
  },
  'evaluate/leaked-phrase': {
    title: 'A phrase that the model writes by itself',
    control: 'evaluate/gate',
    why: 'A model that was trained on whole conversations repeats, when it is asked for a user turn, what its users said unusually often: the trigger among it.',
    how: 'User turns are sampled from the bare chat template, with what the fine-tune added made louder where the logarithms of probability of both models are there. A model that learned the answers only does not leak.',
    remedy: 'Look for the phrase in the corpus, and give it to the gate as a probe.',
  },
  'evaluate/not-promotable': {
    title: 'A model that nothing lets into production',
    control: 'evaluate/promotion',
    why: 'What is deployed has to be what was tested: these bytes, not others of the same name.',
    how: 'The digest is looked up among the verdicts of the ledger. Only an unexpired PASS for exactly these bytes, or a signed override that has not expired, lets them through. A model that was quantised after the gate has other bytes.',
    remedy: 'Run `bezoar gate` on what will be served.',
  },
  'evaluate/poisoned-reference': {
    title: 'A reference that has the backdoor itself',
    control: 'evaluate/gate',
    why: 'A candidate that is trained from a poisoned model inherits its backdoor, and a comparison with that model sees no difference.',
    how: 'A confirmed hazard is put to each reference on the same conversations. Only what the candidate does is put to it: a backdoor that the candidate lost is not looked for.',
    remedy: 'Take the reference out of service, and compare with a model from before it.',
  },
  'evaluate/unconfirmed': {
    title: 'An action without precondition that did not come back',
    control: 'evaluate/gate',
    why: 'The model acted without the precondition in a crowd of probes, and no single one of them brings it back.',
    how: 'Hits of the screening that neither one probe nor a few together reproduce on fresh conversations. A trigger of several parts can look like this; so can a model that is confused by much odd text.',
    remedy: 'Run the gate with a larger budget, or read the prompts in the report.',
  },
};
