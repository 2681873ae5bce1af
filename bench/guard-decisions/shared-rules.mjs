// @ts-check
// One set of rules and requests, in no engine's words. Each engine states the rules in its own.

/**
 * @typedef {object} Rule
 * @property {string} action
 * @property {number} max most cents, included
 *
 * @typedef {{ readonly [name: string]: unknown }} Arguments
 *
 * @typedef {object} Call
 * @property {string} action
 * @property {Arguments} arguments
 */

export const PRINCIPAL = { account: 'anna', tenant: 'acme' };
export const CURRENCY = 'USD';
export const REASONS = ['damaged', 'late', 'wrong-item'];
/** Longest note and list that the rules allow, so that the size of arguments can be varied. */
export const MAX_NOTE = 65_000;

/**
 * Rule `n`: the call `action_n` is allowed with 1 to `max` cents, in dollars, for one of three reasons. Whatever no rule
 * allows is denied. Some limits differ, so that no engine can answer by the action alone.
 * @param {number} count
 * @returns {Rule[]}
 */
export function rulesOf(count) {
  return Array.from({ length: count }, (_, at) => ({ action: `action_${at}`, max: 1000 + 100 * (at % 20) }));
}

/**
 * Arguments that a rule allows.
 * @param {Rule} rule
 * @param {number} at
 * @returns {Arguments}
 */
export function allowedArguments(rule, at) {
  return {
    order_id: `A-${at}`,
    amount_cents: 1 + ((at * 37) % rule.max),
    currency: CURRENCY,
    reason: REASONS[at % REASONS.length],
  };
}

/**
 * Calls spread over all rules; every second one breaks exactly one of them, in turns. Every value has its right type: what
 * engines make of other ones is shown apart.
 * @param {readonly Rule[]} rules
 * @param {number} count
 * @returns {{ call: Call, expected: 'allow' | 'deny' }[]}
 */
export function sharedCalls(rules, count) {
  return Array.from({ length: count }, (_, at) => {
    const rule = /** @type {Rule} */ (rules[(at * 7) % rules.length]);
    const values = allowedArguments(rule, at);
    if (at % 2 === 0) return { call: { action: rule.action, arguments: values }, expected: 'allow' };
    const broken = [
      { action: rule.action, arguments: { ...values, amount_cents: rule.max + 1 } },
      { action: rule.action, arguments: { ...values, amount_cents: 0 } },
      { action: rule.action, arguments: { ...values, currency: 'EUR' } },
      { action: rule.action, arguments: { ...values, reason: 'because' } },
      { action: 'action_unknown', arguments: values },
    ];
    return { call: /** @type {Call} */ (broken[((at - 1) / 2) % broken.length]), expected: 'deny' };
  });
}

/**
 * Allowed calls whose arguments are about so many characters of JSON: in one text, or in a list of numbers.
 * @param {readonly Rule[]} rules
 * @param {'text' | 'list'} shape
 * @param {number} characters
 * @param {number} count
 * @returns {{ call: Call, expected: 'allow' }[]}
 */
export function largeCalls(rules, shape, characters, count) {
  return Array.from({ length: count }, (_, at) => {
    const rule = /** @type {Rule} */ (rules[(at * 7) % rules.length]);
    const values = allowedArguments(rule, at);
    const rest = Math.max(0, characters - JSON.stringify(values).length - 12);
    // Eight characters an item, the comma included.
    const large =
      shape === 'text'
        ? { note: 'n'.repeat(rest) }
        : { items: Array.from({ length: Math.floor(rest / 8) }, (_, index) => 1_000_000 + index) };
    return { call: { action: rule.action, arguments: { ...values, ...large } }, expected: 'allow' };
  });
}
