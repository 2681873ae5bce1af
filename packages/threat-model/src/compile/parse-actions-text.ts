import { type ActionsPolicy, type ThreatId, UsageError } from '@bezoar/core';
import { ACTIONS_FIELDS, type ActionsKeys } from '../blocks/actions-block.ts';
import { type ControlKeys, commonFields } from '../blocks/control-block.ts';
import { findBlocks } from '../document/blocks.ts';
import { faultList, formatFault, type Report } from '../document/fault.ts';
import { fenceOf } from '../document/fence.ts';
import { BLOCK_INFO } from '../document/info-string.ts';
import { count } from '../shape/number.ts';
import { type FieldsOf, optional, record } from '../shape/record.ts';
import type { Shape } from '../shape/shape.ts';
import { readTree, type YamlText } from '../yaml/read-tree.ts';
import { entryOf, type MapTree } from '../yaml/tree.ts';
import { actionsPolicy } from './actions-policy.ts';
import { checkLookups } from './cross-checks.ts';

/** Largest actions file, in UTF-16 code units. A policy is read in one sitting; more is not one (CWE-400). */
export const MAX_ACTIONS_LENGTH: number = 1024 * 1024;

interface ActionsFile extends ActionsKeys {
  readonly version?: number;
  readonly control?: 'actions';
  readonly answers?: readonly ThreatId[];
  readonly evidence?: number;
}

const { control, answers, evidence } = commonFields('actions') satisfies FieldsOf<ControlKeys>;

const SHAPE: Shape<ActionsFile> = record<ActionsFile>({
  version: optional(count(1, 1), 'Version of this format: 1.'),
  control: optional(control.shape as Shape<'actions'>, control.description),
  answers,
  evidence,
  ...ACTIONS_FIELDS,
});

/**
 * Reads declared actions from a YAML or JSON file that holds nothing else, or from the `yaml bezoar` blocks of a
 * Markdown document that have `actions:`; other blocks are not read. A file without `lookups:` may name look-ups that
 * it does not declare: whoever reads only transcripts asks none. Throws `hazards/too-large`, or `hazards/malformed`
 * with one line for each fault.
 */
export function parseActionsText(text: string, path: string): ActionsPolicy {
  if (text.length > MAX_ACTIONS_LENGTH) {
    throw new UsageError(
      'hazards/too-large',
      `expected at most ${MAX_ACTIONS_LENGTH} characters in \`${path}\`, got ${text.length}`,
    );
  }
  const faults = faultList();
  const files = readPieces(text, path, faults.report);
  const lookups = new Map(files.flatMap((file) => [...(file.lookups ?? [])]));
  const actions = new Map(files.flatMap((file) => [...file.actions]));
  if (files.some((file) => file.lookups !== undefined)) checkLookups(actions, new Set(lookups.keys()), faults.report);
  const hasRule = [...actions.values()].some(({ requires }) => requires?.transcript !== undefined);
  if (faults.isEmpty() && !hasRule) {
    faults.report(
      { line: 1, column: 1 },
      'expected an `actions:` map with at least one action that has `requires.transcript.after`',
    );
  }
  if (!faults.isEmpty()) {
    throw new UsageError(
      'hazards/malformed',
      faults
        .sorted()
        .map((fault) => formatFault(fault, path))
        .join('\n'),
    );
  }
  return actionsPolicy({ lookups, actions });
}

function readPieces(text: string, path: string, report: Report): ActionsFile[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const isMarkdown = /\.(?:md|markdown)$/i.test(path) || lines.some((line) => fenceOf(line)?.info === BLOCK_INFO);
  const pieces: YamlText[] = isMarkdown ? findBlocks(lines, report) : [wholeFile(lines)];
  const seen = { actions: new Set<string>(), lookups: new Set<string>() };
  let hasActions = false;
  const files = pieces.flatMap((piece): ActionsFile[] => {
    const tree = readTree(piece, report);
    if (tree === undefined || tree.kind === 'broken') {
      hasActions = true;
      return [];
    }
    if (tree.kind !== 'map') {
      report(tree.at, 'expected a map with `actions:`');
      return [];
    }
    if (isMarkdown && entryOf(tree, 'actions') === undefined) return [];
    hasActions = true;
    for (const part of ['actions', 'lookups'] as const) refuseRepeated(tree, part, seen[part], report);
    const file = SHAPE.read(tree, 'the file', report);
    return file === undefined ? [] : [file];
  });
  if (isMarkdown && !hasActions) {
    report({ line: 1, column: 1 }, `expected a fenced \`${BLOCK_INFO}\` block with \`actions:\``);
  }
  return files;
}

/** A whole file as YAML. Tabs are how some tools indent JSON, where they mean nothing. */
function wholeFile(lines: readonly string[]): YamlText {
  const text = lines.join('\n');
  return { text: text.trimStart().startsWith('{') ? text.replaceAll('\t', ' ') : text, firstLine: 1 };
}

function refuseRepeated(tree: MapTree, part: string, seen: Set<string>, report: Report): void {
  const value = entryOf(tree, part)?.value;
  if (value?.kind !== 'map') return;
  for (const { key, keyAt } of value.entries) {
    if (seen.has(key)) report(keyAt, `\`${key}\` is declared in an earlier block already`);
    seen.add(key);
  }
}
