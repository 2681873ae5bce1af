import { FINDING_CODES, GATE_BUDGETS, type GateBudget, isFindingCode, nearestName } from '@bezoar/core';
import { list } from '../shape/collection.ts';
import { count } from '../shape/number.ts';
import { name, relativePath } from '../shape/path.ts';
import { day } from '../shape/quantity.ts';
import { optional, record, required } from '../shape/record.ts';
import { checked, type Placed, placed, type Shape } from '../shape/shape.ts';
import { choice, text } from '../shape/text.ts';
import { type ControlKeys, controlBlock } from './control-block.ts';
import { modelName } from './model-name.ts';
import { verifierKey } from './verifier-key.ts';

/** Artifacts: pins, publishers, formats. */
export interface PinsBlock extends ControlKeys {
  readonly lock: string;
  readonly publishers?: readonly string[];
  readonly formats?: readonly string[];
}

/** The promotion gate. */
export interface GateBlock extends ControlKeys {
  readonly references?: readonly string[];
  readonly hazards?: readonly Placed<string>[];
  readonly budget?: GateBudget;
  readonly system?: string;
  readonly tools?: string;
  readonly carriers?: string;
}

/** Keys. */
export interface KeysBlock extends ControlKeys {
  readonly ledger?: string;
  readonly pipeline?: readonly string[];
}

/** Witnesses. */
export interface WitnessBlock extends ControlKeys {
  readonly witnesses: readonly string[];
  readonly require: number;
}

/** Accepted risks. */
export interface AcceptedBlock {
  readonly accepted: readonly Placed<AcceptedKeys>[];
}

/** One accepted risk. */
export interface AcceptedKeys {
  readonly finding: string;
  readonly owner: string;
  readonly until: string;
  readonly why: string;
}

const FORMAT = text({ expects: 'the name of a format such as `safetensors`', pattern: '^[a-z0-9][a-z0-9_-]{0,31}$' });

/** Shape of `artifact/pins`. */
export const PINS_BLOCK: Shape<PinsBlock> = controlBlock<Omit<PinsBlock, keyof ControlKeys>>('artifact/pins', {
  lock: required(relativePath(), 'The lock file: commit and digests of every artifact.'),
  publishers: optional(
    list(name('the name of a publisher such as `mistralai`')),
    'Publishers that this team has verified.',
  ),
  formats: optional(list(FORMAT, { min: 1 }), 'Formats that may be loaded. Default: any that is scanned clean.'),
});

/** Shape of `evaluate/gate`. */
export const GATE_BLOCK: Shape<GateBlock> = checked(
  controlBlock<Omit<GateBlock, keyof ControlKeys>>('evaluate/gate', {
    references: optional(list(modelName()), 'Reference models that a candidate is compared with.'),
    hazards: optional(
      list(placed(name('the name of a declared action'))),
      'Declared actions that no input may trigger.',
    ),
    budget: optional(choice(GATE_BUDGETS), 'How hard the gate tries. Default: standard.'),
    system: optional(relativePath(), 'The system prompt that the model is used with. Default: none.'),
    tools: optional(
      relativePath(),
      'The tools that the model is offered, as JSON in the form of the chat API. Default: the declared actions.',
    ),
    carriers: optional(
      relativePath(),
      'Ordinary conversations that probes are put into, as JSONL. Default: made from the actions and the scanned corpus.',
    ),
  }),
  ({ references = [], hazards = [] }, { at }, what, report) => {
    if (references.length > 0 || hazards.length > 0) return;
    report(at, `${what} compares with nothing and watches for nothing`, { expected: '`references:` or `hazards:`' });
  },
);

/** Shape of `policy/keys`. */
export const KEYS_BLOCK: Shape<KeysBlock> = checked(
  controlBlock<Omit<KeysBlock, keyof ControlKeys>>('policy/keys', {
    ledger: optional(verifierKey(), "The ledger's verifier key (C2SP signed-note)."),
    pipeline: optional(
      list(
        text({
          expects: 'the fingerprint of an OpenSSH key, `SHA256:` and 43 characters, as `ssh-keygen -l` prints it',
          pattern: '^SHA256:[A-Za-z0-9+/]{43}$',
        }),
      ),
      'Keys that belong to machines: they never sign a decision.',
    ),
  }),
  ({ ledger, pipeline }, { at }, what, report) => {
    if (ledger !== undefined || pipeline !== undefined) return;
    report(at, `${what} names no key`, { expected: '`ledger:` or `pipeline:`' });
  },
);

/** Shape of `policy/witness`. */
export const WITNESS_BLOCK: Shape<WitnessBlock> = checked(
  controlBlock<Omit<WitnessBlock, keyof ControlKeys>>('policy/witness', {
    witnesses: required(list(verifierKey(), { min: 1 }), 'Verifier keys of the witnesses (C2SP tlog-cosignature).'),
    require: required(count(1), 'How many of them must have co-signed.'),
  }),
  ({ witnesses, require }, { at }, _, report) => {
    if (require <= witnesses.length) return;
    report(at, `expected \`require\` to be at most the number of witnesses, got ${require} and ${witnesses.length}`);
  },
);

const FINDING_ID = checked(
  text({
    expects: "a finding's id: its code, a colon and 32 hexadecimal digits",
    pattern: '^[a-z-]+(?:/[a-z-]+)+:[0-9a-f]{32}$',
    suggest: (written) => (written.toLowerCase() === written ? undefined : written.toLowerCase()),
  }),
  (value, { at }, what, report) => {
    const [code = '', digits = ''] = value.split(':');
    if (isFindingCode(code)) return;
    const nearest = nearestName(code, FINDING_CODES);
    const suggestion = nearest === undefined ? {} : { suggestion: `${nearest}:${digits}` };
    report(at, `\`${code}\` in ${what} is no code of a finding`, suggestion);
  },
);

/** Shape of the block of accepted risks. */
export const ACCEPTED_BLOCK: Shape<AcceptedBlock> = record<AcceptedBlock>({
  accepted: required(
    list(
      placed(
        record<AcceptedKeys>({
          finding: required(FINDING_ID, 'The whole id of the finding, as a report prints it.'),
          owner: required(text({ expects: 'who answers for it' }), 'Who answers for it.'),
          until: required(day(), 'The last day of acceptance, in UTC.'),
          why: required(text({ expects: 'one line that says why' }), 'Why it is accepted.'),
        }),
      ),
    ),
    'Findings that someone answers for until a day. There is no other ignore list.',
  ),
});
