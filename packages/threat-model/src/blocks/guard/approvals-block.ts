import { list } from '../../shape/collection.ts';
import { optional } from '../../shape/record.ts';
import { type Placed, placed, type Shape } from '../../shape/shape.ts';
import { text } from '../../shape/text.ts';
import { type ControlKeys, controlBlock } from '../control-block.ts';

/** Who may approve. */
export interface ApprovalsBlock extends ControlKeys {
  readonly approvers?: Placed<readonly string[]>;
}

const APPROVER = text({
  expects: 'the name of an approver, as the decision point authenticates it',
  pattern: '^[A-Za-z0-9_](?:[A-Za-z0-9_.@+:/-]{0,126}[A-Za-z0-9_])?$',
});

/** Shape of `guard/approvals`. */
export const APPROVALS_BLOCK: Shape<ApprovalsBlock> = controlBlock<Omit<ApprovalsBlock, keyof ControlKeys>>(
  'guard/approvals',
  {
    approvers: optional(
      placed(list(APPROVER, { min: 1 })),
      'Who may approve. Default: whoever the decision point authenticates as an approver.',
    ),
  },
);
