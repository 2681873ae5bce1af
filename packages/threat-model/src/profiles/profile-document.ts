import { type Profile, UsageError } from '@bezoar/core';
import { parseThreatModel } from '../compile/parse-threat-model.ts';
import { formatFault } from '../document/fault.ts';
import { BLOCK_INFO } from '../document/info-string.ts';
import { actionSection, LEAST_PRIVILEGE_SECTION, TELEMETRY_SECTION } from './action-sections.ts';
import { closingSections } from './closing-sections.ts';
import { corpusSections } from './corpus-sections.ts';
import { artifactSection, gateSection, MEMORY_SECTION } from './model-sections.ts';
import { type ProfileAnswers, quoted, type Section } from './section.ts';

const SIGNERS_FILE = 'keys/allowed_signers';

/** One who proposes and another who agrees. */
const LOOSEN_SIGNATURES = 2;

/** What each profile protects, and from whom. */
const SCOPES: Readonly<
  Record<Profile, { readonly intro: string; readonly assets: readonly string[]; readonly entries: readonly string[] }>
> = {
  'fine-tuner': {
    intro: `We fine-tune on content that other people write, and we did not vet all of it. The attacker is anyone who can open an
account: they write records, rate them, and wait until we have trained on them.`,
    assets: ['the behaviour of the model that serves every customer', "customers' records"],
    entries: [
      'conversations and ratings of any account',
      'the base model and other downloads',
      'whoever can change this document',
    ],
  },
  'open-weights': {
    intro: `We run models that strangers publish. The attacker uploads a model, or takes over a name that we trust, and waits until
somebody loads it.`,
    assets: ['the machines that load models', 'the behaviour of the models that serve'],
    entries: ['models, adapters, tokenizers and datasets from public hubs', 'whoever can change this document'],
  },
  'api-consumer': {
    intro: `We call a provider's model and train nothing ourselves. What was planted in its training we cannot see and cannot remove.
What is left to us is to know which model answers, and what an answer can cause.`,
    assets: ['what the model may do in our name', "customers' records"],
    entries: [
      'whatever the model reads',
      'tokenizers, embedding models and datasets that we load',
      'whoever can change this document',
    ],
  },
  agent: {
    intro: `Our model acts: it has tools that move money, data or permissions. The attacker needs a trigger, planted by whomever in
the model's training, its memory or the documents that it reads, and a way to type it.`,
    assets: ['money, data and permissions that the tools reach', 'the memory of the agent'],
    entries: [
      'whatever the agent reads and remembers',
      "the model's training, wherever it took place",
      'whoever can change this document',
    ],
  },
};

/**
 * The THREATMODEL.md that `bezoar init` writes: for each control why it is there, and the block that turns it on, in
 * the order in which they pay. Containment comes first, then the data, the gate and the artifacts, as far as the
 * profile has them. It parses without fault or remark; throws `policy/answer-refused` where an answer does not allow it.
 */
export function profileDocument(profile: Profile, answers: ProfileAnswers): string {
  const sections = sectionsOf(profile, answers);
  const text = [head(profile, answers), ...sections.map(written)].join('\n\n').concat('\n');
  const { faults, remarks } = parseThreatModel(text, 'THREATMODEL.md');
  const problems = [...faults, ...remarks];
  if (problems.length > 0) {
    throw new UsageError(
      'policy/answer-refused',
      problems.map((fault) => formatFault(fault, 'THREATMODEL.md')).join('\n'),
    );
  }
  return text;
}

function sectionsOf(profile: Profile, answers: ProfileAnswers): readonly Section[] {
  const action = actionSection(answers);
  const telemetry = answers.action === undefined ? [] : [TELEMETRY_SECTION];
  const artifacts = artifactSection(profile, answers);
  const closing = closingSections(answers);
  switch (profile) {
    case 'fine-tuner':
      return [action, ...corpusSections(answers), gateSection(answers), artifacts, ...telemetry, ...closing];
    case 'open-weights':
      return [action, artifacts, gateSection(answers), ...telemetry, ...closing];
    case 'api-consumer':
      return [action, LEAST_PRIVILEGE_SECTION, ...telemetry, artifacts, ...closing];
    case 'agent':
      return [action, LEAST_PRIVILEGE_SECTION, ...telemetry, MEMORY_SECTION, artifacts, ...closing];
  }
}

function head(profile: Profile, answers: ProfileAnswers): string {
  const { title, signersFile = SIGNERS_FILE, loosenSignatures = LOOSEN_SIGNATURES } = answers;
  const { intro, assets, entries } = SCOPES[profile];
  const block = [
    'version: 1',
    `profile: ${profile}`,
    `change: { loosen: ${loosenSignatures} signature${loosenSignatures === 1 ? '' : 's'}, tighten: 1 signature, signers: ${quoted(signersFile)} }`,
    'assets:',
    ...assets.map((asset) => `  - ${asset}`),
    'entry_points:',
    ...entries.map((entry) => `  - ${entry}`),
  ].join('\n');
  return [
    `# ${title}`,
    wrapped(intro),
    wrapped(`The blocks below are the configuration: the tools read them, and there is no other. The text around them says why. A
change that loosens anything needs the signatures that the last signed version of this document asks for.`),
    fenced(block),
  ].join('\n\n');
}

function written({ heading, prose, blocks = [] }: Section): string {
  const paragraphs = prose.split('\n\n').map(wrapped);
  return [`## ${heading}`, ...paragraphs, ...blocks.map(fenced)].join('\n\n');
}

/** Widest line of prose, in characters. */
const WIDTH = 110;

/** A paragraph in lines of at most `WIDTH` characters. */
function wrapped(paragraph: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

function fenced(block: string): string {
  return `\`\`\`${BLOCK_INFO}\n${block}\n\`\`\``;
}
