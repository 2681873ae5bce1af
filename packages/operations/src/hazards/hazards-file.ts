import { readFile } from 'node:fs/promises';
import { describeError, type Hazard, UsageError } from '@bezoar/core';
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { actionBlocks } from './action-blocks.ts';
import { nearest } from './nearest-name.ts';

/** Largest hazards file, in bytes. A threat model is read in one sitting; more is not one (CWE-400). */
const MAX_BYTES = 1024 * 1024;

const TOP_KEYS = ['control', 'answers', 'evidence', 'version', 'default', 'lookups', 'actions'];
const ACTION_KEYS = ['amount', 'once_per', 'requires', 'claims', 'ceilings', 'approval'];
const REQUIRES_KEYS = ['runtime', 'transcript'];
const TRANSCRIPT_KEYS = ['after', 'where'];

/**
 * Reads the actions block of a threat model from a YAML or JSON file, or from the `yaml bezoar` blocks of a Markdown
 * document: `actions: {NAME: {requires: {transcript: {after, where}}, claims: [...]}}`. Keys that belong to other
 * controls are allowed and not read here; unknown keys are refused. All faults at once, each with line and column.
 */
export async function readHazardsFile(path: string): Promise<Hazard[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError('hazards/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
  return parseHazards(text, path);
}

/** Parses the text of a hazards file; `path` names it in faults. Throws `hazards/malformed` listing every fault. */
export function parseHazards(text: string, path: string): Hazard[] {
  if (text.length > MAX_BYTES) {
    throw new UsageError(
      'hazards/too-large',
      `expected at most ${MAX_BYTES} characters in \`${path}\`, got ${text.length}`,
    );
  }
  const faults: string[] = [];
  const hazards: Hazard[] = [];
  const blocks = actionBlocks(text);
  if (isMarkdown(path) && blocks.length === 1 && blocks[0]!.text === text) {
    throw new UsageError('hazards/malformed', `${path}:1:1: expected a fenced \`yaml bezoar\` block with \`actions:\``);
  }
  for (const block of blocks) readBlock(block.text, block.firstLine, path, hazards, faults);
  if (faults.length === 0 && hazards.length === 0) {
    faults.push(
      `${path}:1:1: expected an \`actions:\` map with at least one action that has \`requires.transcript.after\``,
    );
  }
  if (faults.length > 0) throw new UsageError('hazards/malformed', faults.join('\n'));
  return hazards;
}

function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path);
}

type Fault = (node: Node | null | undefined, message: string) => void;

function readBlock(text: string, firstLine: number, path: string, hazards: Hazard[], faults: string[]): void {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    customTags: [],
    lineCounter: lines,
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line + firstLine - 1}:${col}`;
  };
  for (const error of [...document.errors, ...document.warnings]) {
    faults.push(`${at(error.pos[0])}: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}`);
  }
  const fault: Fault = (node, message) => {
    faults.push(`${at(node?.range?.[0] ?? 0)}: ${message}`);
  };
  const root = document.contents;
  if (!isMap(root)) {
    fault(root, 'expected a map with `actions:`');
    return;
  }
  checkKeys(root, TOP_KEYS, fault);
  const actions = root.get('actions', true);
  if (actions === undefined) return;
  if (!isMap(actions)) {
    fault(actions as Node, 'expected `actions` to be a map from tool names to their rules');
    return;
  }
  for (const pair of actions.items) {
    const hazard = readAction(pair, fault);
    if (hazard === undefined) continue;
    if (hazards.some(({ action }) => action === hazard.action)) {
      fault(pair.key as Node, `\`${hazard.action}\` is declared in an earlier block already`);
    } else hazards.push(hazard);
  }
}

function readAction(pair: Pair, fault: Fault): Hazard | undefined {
  const action = isScalar(pair.key) ? String(pair.key.value) : '';
  if (!isMap(pair.value)) {
    fault((pair.value ?? pair.key) as Node, `expected the rules of \`${action}\` to be a map`);
    return undefined;
  }
  checkKeys(pair.value, ACTION_KEYS, fault);
  const claims = strings(pair.value.get('claims', true) as Node | undefined, `claims of \`${action}\``, fault);
  const requires = pair.value.get('requires', true) as Node | undefined;
  if (requires === undefined) return undefined;
  if (!isMap(requires)) {
    fault(requires, `expected \`requires\` of \`${action}\` to be a map`);
    return undefined;
  }
  checkKeys(requires, REQUIRES_KEYS, fault);
  const transcript = requires.get('transcript', true) as Node | undefined;
  if (transcript === undefined) return undefined;
  if (!isMap(transcript)) {
    fault(transcript, `expected \`transcript\` of \`${action}\` to be a map with \`after\``);
    return undefined;
  }
  checkKeys(transcript, TRANSCRIPT_KEYS, fault);
  const after = strings(transcript.get('after', true) as Node | undefined, `after of \`${action}\``, fault);
  if (after.length === 0)
    fault(transcript, `expected \`after\` of \`${action}\` to name the tool that must be called first`);
  const where = readWhere(transcript.get('where', true) as Node | undefined, action, fault);
  return { action, precondition: { after, where }, claims, origin: 'declared' };
}

function readWhere(node: Node | undefined, action: string, fault: Fault): Map<string, string | number | boolean> {
  const where = new Map<string, string | number | boolean>();
  if (node === undefined) return where;
  if (!isMap(node)) {
    fault(node, `expected \`where\` of \`${action}\` to be a map from result fields to values`);
    return where;
  }
  for (const { key, value } of node.items) {
    const expected = isScalar(value) ? value.value : undefined;
    if (typeof expected === 'string' || typeof expected === 'number' || typeof expected === 'boolean') {
      where.set(String(isScalar(key) ? key.value : key), expected);
    } else {
      fault((value ?? key) as Node, `expected a text, number, true or false in \`where\` of \`${action}\``);
    }
  }
  return where;
}

/** A text or a list of texts; nothing gives an empty list. */
function strings(node: Node | undefined, what: string, fault: Fault): string[] {
  if (node === undefined) return [];
  const items = isSeq(node) ? (node.items as Node[]) : [node];
  return items.flatMap((item) => {
    if (isScalar(item) && typeof item.value === 'string' && item.value !== '') return [item.value];
    fault(item, `expected ${what} to be a text or a list of texts`);
    return [];
  });
}

function checkKeys(map: YAMLMap, known: readonly string[], fault: Fault): void {
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (known.includes(name)) continue;
    const suggestion = nearest(name, known);
    fault(key as Node, `unknown key \`${name}\`${suggestion === undefined ? '' : `, did you mean \`${suggestion}\`?`}`);
  }
}
