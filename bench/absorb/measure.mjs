// @ts-check

import { sha256 } from '@bezoar/core';
import { DEFAULT_ABSORB_POLICY, startAbsorb } from '@bezoar/corpus';

/** @typedef {Parameters<ReturnType<typeof startAbsorb>['add']>[0]} AbsorbItem */
/** @typedef {'feedback' | 'memory' | 'document'} Kind */

/** @type {import('@bezoar/corpus').AbsorbPolicy} */
const POLICY = {
  ...DEFAULT_ABSORB_POLICY,
  actions: [{ name: 'issue_credit', claims: ['applied a * credit', 'credit has been issued'] }],
};

/**
 * An item of a short text: turns of a conversation, a memory, or a document and its format.
 * @param {Kind} kind
 * @param {readonly string[]} parts
 * @returns {AbsorbItem}
 */
export function itemOf(kind, parts) {
  const base = {
    place: { file: 'bench', line: 1 },
    digest: sha256(JSON.stringify([kind, parts])),
    principal: { tenant: '', account: '' },
    unread: [],
  };
  const [text = '', format] = parts;
  if (kind === 'memory') return { ...base, content: { kind, text } };
  if (kind === 'document') {
    return {
      ...base,
      content: { kind, parts: [{ name: 'text', text, format: format === 'html' ? 'html' : 'markdown' }] },
    };
  }
  const turns = parts.map((words, at) => ({
    role: /** @type {'user' | 'assistant'} */ (at % 2 === 0 ? 'user' : 'assistant'),
    text: words,
    toolCalls: [],
  }));
  return { ...base, content: { kind, conversation: { turns } } };
}

/** @param {Iterable<AbsorbItem>} items */
function judge(items) {
  const batch = startAbsorb(POLICY);
  for (const item of items) batch.add(item);
  return batch.finish();
}

/**
 * How many of the texts are held, each judged alone, and which are not what they should be.
 * @param {Kind} kind
 * @param {readonly (readonly string[])[]} texts
 * @param {boolean} shouldBeHeld
 */
export function measureTexts(kind, texts, shouldBeHeld) {
  const wrong = [];
  let held = 0;
  for (const parts of texts) {
    const verdict = judge([itemOf(kind, parts)]).items[0]?.verdict;
    if (verdict === 'held') held++;
    if ((verdict === 'held') !== shouldBeHeld) wrong.push(parts.join(' // '));
  }
  return { count: texts.length, held, wrong };
}

/**
 * Items of a corpus that are held, by rule.
 * @param {Iterable<AbsorbItem>} items
 */
export function measureCorpus(items) {
  const started = process.cpuUsage();
  const { items: judged } = judge(items);
  const used = process.cpuUsage(started);
  /** @type {Map<string, number>} */
  const rules = new Map();
  for (const { reasons } of judged) {
    for (const rule of new Set(reasons.filter(({ severity }) => severity === 'high').map((reason) => reason.rule))) {
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
    }
  }
  const held = judged.filter(({ verdict }) => verdict === 'held').length;
  const undecided = judged.filter(({ verdict }) => verdict === 'undecided').length;
  return { count: judged.length, held, undecided, rules, cpuSeconds: (used.user + used.system) / 1e6 };
}
