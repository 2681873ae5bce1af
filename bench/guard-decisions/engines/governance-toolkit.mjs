// @ts-check
import { requirePeer } from '../peers.mjs';
import { CURRENCY, REASONS } from '../shared-rules.mjs';

/** @typedef {import('../shared-rules.mjs').Rule} Rule */
/** @typedef {import('../shared-rules.mjs').Call} Call */

/** @param {Rule} rule */
function allowing({ action, max }) {
  const reasons = REASONS.map((reason) => `'${reason}'`).join(', ');
  return `tool == '${action}' and amount_cents >= 1 and amount_cents <= ${max} and currency == '${CURRENCY}' and reason in [${reasons}]`;
}

/** What a rule does not allow: one prohibition for each way to break it, since `or` binds weaker than `and`. @param {Rule} rule */
function denying({ action, max }) {
  const reasons = REASONS.map((reason) => `'${reason}'`).join(', ');
  const ways = [`amount_cents < 1`, `amount_cents > ${max}`, `currency != '${CURRENCY}'`, `reason not in [${reasons}]`];
  return ways.map((way) => `tool == '${action}' and ${way}`).join(' or ');
}

/**
 * The shared rules as a document of Microsoft's Agent Governance Toolkit.
 * @param {readonly Rule[]} rules
 * @param {{ style?: 'allow' | 'deny', condition?: string }} options `condition`: instead of each rule's own
 */
export function openGovernanceToolkit(rules, { style = 'allow', condition } = {}) {
  const { PolicyEngine } = requirePeer('@microsoft/agent-governance-sdk');
  const engine = new PolicyEngine();
  const conditionOf = style === 'allow' ? allowing : denying;
  engine.loadJson(
    JSON.stringify({
      apiVersion: 'governance.toolkit/v1',
      name: 'shared',
      agents: ['*'],
      scope: 'global',
      default_action: style === 'allow' ? 'deny' : 'allow',
      rules: rules.map((rule) => ({
        name: rule.action,
        condition: condition ?? conditionOf(rule),
        ruleAction: style,
      })),
    }),
  );
  return {
    /** @param {Call} call */
    prepare: ({ action, arguments: values }) => ({ ...values, tool: action }),
    /** @param {any} context */
    judge: (context) => (engine.evaluatePolicy('agent', context).allowed ? 'allow' : 'deny'),
  };
}
