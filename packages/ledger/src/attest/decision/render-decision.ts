import { parseDecision } from './parse-decision.ts';
import { visibleText, wrapVisible } from './visible-text.ts';

/** Order in which a person reads the fields; one that is not listed would stand after these. */
const ORDER = [
  'action',
  'from',
  'to',
  'scope',
  'reason',
  'evidence',
  'policy',
  'ledger',
  'submitter',
  'decidedAt',
  'expires',
];

/**
 * The text that a person reads before signing, made from exactly the bytes that are signed: they are parsed, checked to
 * be the one canonical form of what was parsed, and every leaf of the tree gets a line, with its path. Values are made
 * visible (`visibleText`); a value that goes on in the next line does so after `|`, where no label stands. The last line
 * is the SHA-256 of the bytes. Throws `decision/malformed`.
 */
export function renderDecision(statementBytes: Uint8Array): string {
  const { statement, digest } = parseDecision(statementBytes);
  const { predicate, subject, ...rest } = statement;
  const keys = Object.keys(predicate);
  const ordered = [...ORDER.filter((key) => keys.includes(key)), ...keys.filter((key) => !ORDER.includes(key))];
  const lines = [
    ...ordered.flatMap((key) => leafLines(key, predicate[key])),
    ...leafLines('subject', subject),
    ...Object.entries(rest).flatMap(([key, value]) => leafLines(key, value)),
    `SHA-256 of these bytes: ${digest}`,
  ];
  return `${lines.join('\n')}\n`;
}

function leafLines(path: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${path}: none`];
    return value.flatMap((item, index) => leafLines(`${path}[${index + 1} of ${value.length}]`, item));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => leafLines(`${path}.${visibleText(key)}`, item));
  }
  const [first = '', ...more] = wrapVisible(visibleText(String(value)));
  return [`${path}: ${first}`, ...more.map((line) => `  | ${line}`)];
}
