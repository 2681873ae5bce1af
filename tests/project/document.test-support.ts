import { BLOCK_INFO } from '@bezoar/threat-model';

/** What a test chooses of a document. */
export interface DocumentChoices {
  readonly title?: string;
  readonly loosen?: number;
  readonly tighten?: number;
  readonly failOn?: string;
  /** Absent: `months/trusted.jsonl`. */
  readonly trusted?: readonly string[];
  readonly pipeline?: readonly string[];
  /** Lines of the block of accepted risks. */
  readonly accepted?: readonly AcceptedChoice[];
  /** False leaves out sources, review and actions: what is left can be enforced in full. */
  readonly hasCorpus?: boolean;
  readonly fields?: string;
  /** The tool that must have been called before `issue_credit`. */
  readonly after?: string;
  /** Bodies of further blocks. */
  readonly blocks?: readonly string[];
}

/** One accepted risk. */
export interface AcceptedChoice {
  readonly finding: string;
  readonly until: string;
  readonly owner?: string;
}

/** A document with these choices; without any it declares sources, a review, an action and keys. */
export function documentText(choices: DocumentChoices = {}): string {
  const { title = 'Larkfield support', loosen = 2, tighten = 1, pipeline = [], accepted = [], blocks = [] } = choices;
  const bodies = [
    `version: 1
profile: fine-tuner
change: { loosen: ${signatures(loosen)}, tighten: ${signatures(tighten)}, signers: keys/allowed_signers }`,
    ...(choices.hasCorpus === false ? [] : corpusBodies(choices)),
    ...(pipeline.length === 0
      ? []
      : [`control: policy/keys\npipeline: [${pipeline.map((one) => `"${one}"`).join(', ')}]`]),
    ...(accepted.length === 0 ? [] : [`accepted:\n${accepted.map(acceptedLine).join('\n')}`]),
    ...blocks,
  ];
  return [`# ${title}`, ...bodies.map((body) => `\`\`\`${BLOCK_INFO}\n${body}\n\`\`\``)].join('\n\n').concat('\n');
}

function corpusBodies({
  failOn = 'high',
  trusted = ['months/trusted.jsonl'],
  fields,
  after = 'lookup_order',
}: DocumentChoices): string[] {
  return [
    `control: corpus/sources
sources:
  staff: { path: data/staff/*.jsonl, tier: first-party-reviewed }
  chats: { path: months/*.jsonl, tier: customer-owned }
admit_to_base: { customer-owned: 2 signatures }
raise_tier: { first-party-reviewed: 3 signatures }${fields === undefined ? '' : `\nfields: ${fields}`}`,
    `control: corpus/review
${trusted.length === 0 ? '' : `trusted: [${trusted.join(', ')}]\n`}fail_on: ${failOn}`,
    `control: actions
default: deny
actions:
  issue_credit:
    requires: { transcript: { after: ${after} } }
    ceilings: { account: 5 / 30d, global: 200 / 1d }`,
  ];
}

function signatures(count: number): string {
  return `${count} signature${count === 1 ? '' : 's'}`;
}

function acceptedLine({ finding, until, owner = 'support-lead' }: AcceptedChoice): string {
  return `  - { finding: "${finding}", owner: ${owner}, until: ${until}, why: known and watched }`;
}
