import type { ArgumentRule, Destination } from '@bezoar/core';
import type { Report } from '../../document/fault.ts';
import { list, mapOf } from '../../shape/collection.ts';
import { NAME_PATTERN, name } from '../../shape/path.ts';
import { optional, record } from '../../shape/record.ts';
import { checked, type Placed, placed, type Shape, whole } from '../../shape/shape.ts';
import { type ControlKeys, controlBlock } from '../control-block.ts';
import { argumentRule } from './argument-rule.ts';
import { destination } from './destination.ts';

/** What one tool may be called with, and what it may reach. */
export interface ToolKeys {
  readonly arguments?: ReadonlyMap<string, ArgumentRule>;
  readonly destinations?: readonly Placed<Destination>[];
  readonly secrets?: readonly string[];
}

/** Least privilege: every tool that the model may call. */
export interface LeastPrivilegeBlock extends ControlKeys {
  readonly tools?: ReadonlyMap<string, ToolKeys>;
}

const TOOL: Shape<ToolKeys> = record<ToolKeys>(
  {
    arguments: optional(
      // An argument that cannot be read must not look like one that is not listed.
      whole(mapOf({ expects: 'the name of an argument', pattern: NAME_PATTERN }, argumentRule())),
      'What each argument may be; an argument that is not named denies. Default: any arguments.',
    ),
    destinations: optional(
      checked(list(placed(destination())), refuseRepeated),
      'Addresses that the tool may ask. Default: none.',
    ),
    secrets: optional(
      list(name('the handle of a secret, never its value')),
      'Handles of the secrets that its implementation is given. Default: none.',
    ),
  },
  { mayBeEmpty: true },
);

/** Shape of `guard/least-privilege`. */
export const LEAST_PRIVILEGE_BLOCK: Shape<LeastPrivilegeBlock> = controlBlock<
  Omit<LeastPrivilegeBlock, keyof ControlKeys>
>('guard/least-privilege', {
  tools: optional(
    mapOf({ expects: 'the name of a tool', pattern: NAME_PATTERN }, TOOL),
    'Every tool that the model may call. A tool that is neither listed nor a declared action is denied.',
  ),
});

/** Two entries of one address would be read as either. */
function refuseRepeated(written: readonly Placed<Destination>[], _: unknown, what: string, report: Report): void {
  const seen = new Set<string>();
  for (const { value, at } of written) {
    if (seen.has(value.url)) report(at, `${what} has \`${value.url}\` twice: its methods stand in one entry`);
    seen.add(value.url);
  }
}
