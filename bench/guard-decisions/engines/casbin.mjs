// @ts-check
import { requirePeer } from '../peers.mjs';
import { CURRENCY, REASONS } from '../shared-rules.mjs';

/** @typedef {import('../shared-rules.mjs').Rule} Rule */
/** @typedef {import('../shared-rules.mjs').Call} Call */

const MODEL = `
[request_definition]
r = act, args
[policy_definition]
p = rule, act, eft
[policy_effect]
e = EFFECT
[matchers]
m = r.act == p.act && eval(p.rule)
`;
const EFFECTS = { allow: 'some(where (p.eft == allow))', deny: '!some(where (p.eft == deny))' };

/** @param {Rule} rule */
function allowing({ max }) {
  const reasons = REASONS.map((reason) => `r.args.reason == '${reason}'`).join(' || ');
  return `r.args.amount_cents >= 1 && r.args.amount_cents <= ${max} && r.args.currency == '${CURRENCY}' && (${reasons})`;
}

/** What a rule does not allow, in the words of somebody who writes prohibitions. @param {Rule} rule */
function denying({ max }) {
  const reasons = REASONS.map((reason) => `r.args.reason != '${reason}'`).join(' && ');
  return `r.args.amount_cents < 1 || r.args.amount_cents > ${max} || r.args.currency != '${CURRENCY}' || (${reasons})`;
}

/**
 * The shared rules as conditions that Casbin evaluates. Its synchronous call, the faster one.
 * @param {readonly Rule[]} rules
 * @param {{ style?: 'allow' | 'deny', condition?: string }} options `condition`: instead of each rule's own
 */
export async function openCasbin(rules, { style = 'allow', condition } = {}) {
  const { newEnforcer, newModelFromString } = requirePeer('casbin');
  const enforcer = await newEnforcer(newModelFromString(MODEL.replace('EFFECT', EFFECTS[style])));
  const conditionOf = style === 'allow' ? allowing : denying;
  await enforcer.addPolicies(rules.map((rule) => [condition ?? conditionOf(rule), rule.action, style]));
  return {
    /** @param {Call} call */
    prepare: (call) => call,
    /** @param {any} call */
    judge: (call) => (enforcer.enforceSync(call.action, call.arguments) ? 'allow' : 'deny'),
  };
}
