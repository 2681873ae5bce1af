import { PROFILES, type Profile } from '@bezoar/core';
import { list } from '../shape/collection.ts';
import { count } from '../shape/number.ts';
import { relativePath } from '../shape/path.ts';
import { signatures } from '../shape/quantity.ts';
import { optional, record, required } from '../shape/record.ts';
import { checked, type Shape } from '../shape/shape.ts';
import { choice, text } from '../shape/text.ts';

/** The first block: what the document is, and how it may change. */
export interface HeadBlock {
  readonly version: number;
  readonly profile: Profile;
  readonly change: {
    readonly loosen: number;
    readonly tighten?: number;
    readonly signers?: string;
  };
  readonly assets?: readonly string[];
  readonly entry_points?: readonly string[];
}

/** Signatures that a change other than a loosening needs, unless the document says otherwise: one, so that no change is nobody's. */
export const DEFAULT_TIGHTEN_SIGNATURES = 1;

const CHANGE: Shape<HeadBlock['change']> = checked(
  record<HeadBlock['change']>({
    loosen: required(
      signatures(1),
      'Signatures that a loosening of this document needs, by the signers that the previous signed document names.',
    ),
    tighten: optional(signatures(0), 'Signatures that any other change needs. Default: 1 signature.'),
    signers: optional(relativePath(), 'The OpenSSH allowed-signers file. Without one, nobody can sign.'),
  }),
  ({ loosen, tighten = DEFAULT_TIGHTEN_SIGNATURES }, { at }, _, report) => {
    if (tighten <= loosen) return;
    report(at, `expected \`loosen\` to need at least as many signatures as \`tighten\`, got ${loosen} and ${tighten}`);
  },
);

const SENTENCES: Shape<readonly string[]> = list(text({ expects: 'one line of text' }));

/** Shape of the first block. */
export const HEAD_BLOCK: Shape<HeadBlock> = record<HeadBlock>({
  version: required(count(1, 1), 'Version of this format: 1.'),
  profile: required(choice(PROFILES), 'Who the document is for.'),
  change: required(CHANGE, 'How this document itself may change.'),
  assets: optional(SENTENCES, 'What is worth attacking.'),
  entry_points: optional(SENTENCES, 'Where an attacker gets in.'),
});
