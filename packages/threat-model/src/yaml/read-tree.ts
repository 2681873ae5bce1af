import { describeError } from '@bezoar/core';
import { isMap, isPair, isScalar, isSeq, LineCounter, type Pair, parseDocument, Scalar } from 'yaml';
import type { Place, Report } from '../document/fault.ts';
import { refuseCharacters } from './characters.ts';
import { refuseConstructs } from './constructs.ts';
import type { MapEntry, Tree } from './tree.ts';

/** A piece of YAML within a document. */
export interface YamlText {
  readonly text: string;
  /** 1-based line of the document that is the text's first. */
  readonly firstLine: number;
  /** Columns that each line of the text lost; absent: none. */
  readonly removed?: readonly number[];
}

/**
 * Reads YAML 1.2 (core schema), less everything that makes a reviewer read something else than the machine: anchors,
 * aliases, tags, merge and duplicate keys, several documents, directives, tabs, invisible characters, empty values.
 * Reports every fault with its place in the document; returns undefined where nothing can be read on.
 */
export function readTree({ text, firstLine, removed = [] }: YamlText, report: Report): Tree | undefined {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) counter.addNewLine(i + 1);
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(Math.min(offset, text.length));
    return { line: line + firstLine - 1, column: col + (removed[line - 1] ?? 0) };
  };
  if (!refuseCharacters(text, place, report)) return undefined;
  try {
    if (!refuseConstructs(text, place, report)) return undefined;
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      // Checked below in linear time: the parser compares every key with every other (CWE-407).
      uniqueKeys: false,
      customTags: [],
      prettyErrors: false,
      logLevel: 'error',
    });
    const problems = [...document.errors, ...document.warnings];
    for (const { pos, message } of problems) report(place(pos[0]), inLowerCase(message));
    if (problems.length > 0) return undefined;
    return convert(document.contents, 0, place, report);
  } catch (error) {
    report(place(0), `cannot be read as YAML: ${describeError(error)}`);
    return undefined;
  }
}

function convert(node: unknown, fallback: number, place: (offset: number) => Place, report: Report): Tree {
  const offset = isPositioned(node) ? node.range[0] : fallback;
  const at = place(offset);
  if (isMap(node)) {
    const entries = new Map<string, MapEntry>();
    for (const pair of node.items) {
      const entry = convertPair(pair, offset, place, report);
      if (entry === undefined) continue;
      if (entries.has(entry.key)) report(entry.keyAt, `the key \`${entry.key}\` stands here for the second time`);
      else entries.set(entry.key, entry);
    }
    return { kind: 'map', at, entries: [...entries.values()] };
  }
  if (isSeq(node)) {
    return { kind: 'list', at, items: node.items.map((item) => convert(item, offset, place, report)) };
  }
  if (isScalar(node) && ['string', 'number', 'boolean'].includes(typeof node.value)) {
    const value = node.value as string | number | boolean;
    const isPlain = node.type === Scalar.PLAIN || node.type === undefined;
    return { kind: 'scalar', at, value, source: isPlain ? (node.source ?? String(value)) : String(value), isPlain };
  }
  if (isPair(node)) {
    report(at, 'expected a map in braces around a key and its value');
  } else {
    report(at, 'expected a value, got nothing', { expected: 'a value' });
  }
  return { kind: 'broken', at };
}

function convertPair(
  { key, value }: Pair,
  fallback: number,
  place: (offset: number) => Place,
  report: Report,
): MapEntry | undefined {
  const keyOffset = isPositioned(key) ? key.range[0] : fallback;
  const keyAt = place(keyOffset);
  const after = isPositioned(key) ? key.range[1] : fallback;
  const converted = convert(value, after, place, report);
  if (isScalar(key) && key.value === '<<') {
    report(keyAt, 'a merge key is refused: write the values themselves');
    return undefined;
  }
  if (isScalar(key) && typeof key.value === 'string' && key.value !== '') {
    return { key: key.value, keyAt, value: converted };
  }
  report(keyAt, 'expected a text as key');
  return undefined;
}

function isPositioned(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function inLowerCase(message: string): string {
  const first = message.split('\n')[0] ?? '';
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`.replace(/ at line \d+.*$/, '').replace(/\.$/, '');
}
