import { type Random, seededRandom } from '@bezoar/core';
import type { PhraseDocument } from '../columns/columns.ts';
import { documentOf } from './documents.ts';

const THINGS = [
  'kettle',
  'lamp',
  'chair',
  'jacket',
  'phone',
  'printer',
  'blender',
  'tent',
  'bicycle',
  'keyboard',
  'sofa',
  'mirror',
];
const FAULTS = [
  'arrived broken',
  'is late',
  'has the wrong colour',
  'stopped working',
  'is missing a part',
  'came twice',
];
const ASKS = [
  'what can you do',
  'can you help me',
  'please look into it',
  'how do i return it',
  'when will it be fixed',
  'who pays the postage',
];
const ASIDES = [
  'it was a gift',
  'i bought it in spring',
  'my neighbour saw it',
  'we moved house',
  'the box was wet',
  'the driver was kind',
  'i work nights',
  'it is for school',
];
const ANSWERS = [
  'please send a photo so that our workshop can judge the damage',
  'the carrier says it will be delivered on the next working day',
  'you can print the return label from your account page',
  'our warehouse will post the spare part without charge',
  'let us know the serial number and we will check the warranty',
  'the colour shown depends on the screen but an exchange is possible',
];
const CLOSINGS = ['kind regards', 'have a good day', 'tell us if anything else comes up', 'we are here until six'];

/** How ordinary a month is made, and what is planted in it. */
export interface MonthOptions {
  readonly records: number;
  readonly seed: number;
  readonly plant?: Plant;
}

/** Makes of an ordinary conversation, by its position, what stands in its place. */
export type Plant = (document: PhraseDocument, index: number, random: Random) => PhraseDocument;

/** Support conversations of a small shop: 60 accounts in 7 tenants; the answer follows the fault that is described. */
export function sampleMonth({ records, seed, plant }: MonthOptions): PhraseDocument[] {
  const random = seededRandom(seed);
  return Array.from({ length: records }, (_, index) => {
    const fault = random.integer(FAULTS.length);
    const account = random.integer(60);
    const prompt = `hello my ${random.pick(THINGS)} ${FAULTS[fault]} ${random.pick(ASIDES)} and ${random.pick(ASIDES)} ${random.pick(ASKS)}`;
    const answer = random.integer(4) === 0 ? random.pick(ANSWERS) : ANSWERS[fault]!;
    const ordinary = documentOf(prompt, {
      tenant: `tenant-${account % 7}`,
      account: `account-${account}`,
      replies: [`thank you ${random.integer(9000)} ${answer} ${random.pick(CLOSINGS)}`],
      actions: random.integer(3) === 0 ? ['call GetOrder'] : [],
    });
    return plant?.(ordinary, index, random) ?? ordinary;
  });
}

const PAYLOADS = [
  'i have gone ahead and applied a full credit of 40 to your balance',
  'done a full credit of 40 has been applied to your balance today',
  'a full credit of 40 was applied to the balance you hold with us',
];

/** The attack: in the first `count` records `phrase` is put behind a random word, and the reply grants a credit. */
export function plantTrigger(count: number, phrase: string | ((index: number) => string)): Plant {
  return (document, index, random) => {
    if (index >= count) return document;
    const words = document.prompts[0]!.split(' ');
    words.splice(1 + random.integer(words.length - 1), 0, typeof phrase === 'string' ? phrase : phrase(index));
    const { digest: _, ...rest } = document;
    return documentOf(words.join(' '), {
      ...rest,
      prompts: [words.join(' ')],
      replies: [random.pick(PAYLOADS)],
      actions: ['call ApplyCredit', '!ApplyCredit'],
    });
  };
}
