import { CONTROL_IDS, type ControlId, nearestName } from '@bezoar/core';
import type { ControlKeys } from '../blocks/control-block.ts';
import { CONTROL_ID } from '../blocks/control-block.ts';
import { CONTROL_SHAPES, type OwnBlocks } from '../blocks/control-shapes.ts';
import { HEAD_BLOCK, type HeadBlock } from '../blocks/head-block.ts';
import { ACCEPTED_BLOCK, type AcceptedBlock } from '../blocks/policy-blocks.ts';
import type { Block } from '../document/blocks.ts';
import type { Place, Report } from '../document/fault.ts';
import { readTree } from '../yaml/read-tree.ts';
import { entryOf, type MapTree, type Tree } from '../yaml/tree.ts';

/** A control that has a block of its own. */
export interface WrittenControl {
  readonly keys: ControlKeys;
  /** Keys that the block has, read or not. */
  readonly present: ReadonlySet<string>;
  /** 1-based line of the fence. */
  readonly line: number;
}

/** What the blocks of one document say, before it is checked across blocks. */
export interface Draft {
  readonly head?: HeadBlock;
  readonly headLine: number;
  readonly controls: ReadonlyMap<ControlId, WrittenControl>;
  readonly own: Partial<OwnBlocks>;
  readonly accepted: AcceptedBlock['accepted'];
  /** Whether every block was read as YAML. */
  readonly isComplete: boolean;
  /** Names that the document gives to actions and look-ups, readable or not: a fault within one must not hide its name. */
  readonly names: { readonly actions: ReadonlySet<string>; readonly lookups: ReadonlySet<string> };
}

const KINDS = ['control', 'accepted', 'version'] as const;

/** Reads every block by its shape. Each control and section may stand once. */
export function readDraft(blocks: readonly Block[], report: Report): Draft {
  const controls = new Map<ControlId, WrittenControl>();
  const own: Record<string, unknown> = {};
  const names = { actions: new Set<string>(), lookups: new Set<string>() };
  const lines = new Map<string, number>();
  let isComplete = true;
  let head: HeadBlock | undefined;
  let accepted: AcceptedBlock | undefined;
  /** Whether something of that name stands here for the first time. */
  const isFirst = (what: string, at: Place, line: number): boolean => {
    const before = lines.get(what);
    if (before === undefined) lines.set(what, line);
    else report(at, `${what} is declared on line ${before} already`);
    return before === undefined;
  };
  for (const [index, block] of blocks.entries()) {
    const line = block.fenceLine;
    const tree = readTree(block, report);
    if (tree === undefined) {
      isComplete = false;
      continue;
    }
    const kind = kindOf(tree, index === 0, report);
    if (kind === undefined) continue;
    const { entry, map } = kind;
    if (index === 0 || entry.key === 'version') {
      if (isFirst('the head of the document', entry.keyAt, line))
        head = HEAD_BLOCK.read(map, 'the first block', report);
    } else if (entry.key === 'accepted') {
      if (isFirst('the list of accepted risks', entry.keyAt, line)) {
        accepted = ACCEPTED_BLOCK.read(map, 'the block of accepted risks', report);
      }
    } else {
      for (const part of ['actions', 'lookups'] as const) collectKeys(map, part, names[part]);
      const id = CONTROL_ID.read(entry.value, '`control`', report);
      if (id === undefined || !isFirst(`the control \`${id}\``, entry.keyAt, line)) continue;
      const keys = CONTROL_SHAPES.get(id)!.read(map, `the block of \`${id}\``, report);
      if (keys === undefined) continue;
      controls.set(id, { keys, present: new Set(map.entries.map(({ key }) => key)), line });
      own[id] = keys;
    }
  }
  return {
    ...(head === undefined ? {} : { head }),
    headLine: blocks[0]?.fenceLine ?? 1,
    controls,
    isComplete,
    own: own as Partial<OwnBlocks>,
    accepted: accepted?.accepted ?? [],
    names,
  };
}

/** The key that says what a block is. */
function kindOf(tree: Tree, isHead: boolean, report: Report) {
  if (tree.kind !== 'map') {
    if (tree.kind !== 'broken') report(tree.at, 'expected a block to be a map of keys and values');
    return undefined;
  }
  const entry = (isHead ? (['version', ...KINDS] as const) : KINDS).map((key) => entryOf(tree, key)).find(Boolean);
  if (isHead && entry?.key !== 'version') {
    report(tree.at, 'expected the first block to begin with `version: 1`', { expected: '`version: 1`' });
    if (entry === undefined) return undefined;
  }
  if (entry !== undefined) return { entry, map: tree };
  const first = tree.entries[0];
  const suggestion = first === undefined ? undefined : nearestName(first.key, KINDS);
  report(first?.keyAt ?? tree.at, 'expected a block to have the key `control` or `accepted`', {
    expected: `\`control:\` and one of ${CONTROL_IDS.length} ids`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  return undefined;
}

function collectKeys(map: MapTree, key: string, into: Set<string>): void {
  const value = entryOf(map, key)?.value;
  if (value?.kind === 'map') for (const entry of value.entries) into.add(entry.key);
}
