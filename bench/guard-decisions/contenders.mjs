// @ts-check
import { openGuard, openRules } from './engines/bezoar.mjs';
import { openCasbin } from './engines/casbin.mjs';
import { openCedar } from './engines/cedar.mjs';
import { openGovernanceToolkit } from './engines/governance-toolkit.mjs';

/** @typedef {import('./shared-rules.mjs').Rule} Rule */
/** @typedef {import('./shared-rules.mjs').Call} Call */

/**
 * @typedef {object} Engine
 * @property {(call: Call) => any} prepare what a host hands over, made before the clock runs
 * @property {(request: any) => string} judge `allow` or `deny`
 *
 * @typedef {object} Contender
 * @property {string} title
 * @property {string} [peer] the npm package that has to be installed
 * @property {(rules: readonly Rule[]) => Engine | Promise<Engine>} open
 */

/** Engines that answer by rules alone, with nothing counted and nothing kept. @type {Record<string, Contender>} */
export const PURE = {
  typed: { title: 'bezoar, rules on a parsed request', open: (rules) => openRules(rules, { isTyped: true }) },
  listed: { title: 'bezoar, parse and rules, listed tool', open: (rules) => openRules(rules, { isDeclared: false }) },
  declared: { title: 'bezoar, parse and rules, declared action', open: (rules) => openRules(rules) },
  cedar: {
    title: 'Cedar, schema and request validation',
    peer: '@cedar-policy/cedar-wasm',
    open: (rules) => openCedar(rules),
  },
  cedarBare: {
    title: 'Cedar, no schema',
    peer: '@cedar-policy/cedar-wasm',
    open: (rules) => openCedar(rules, { hasSchema: false }),
  },
  casbin: { title: 'Casbin, enforceSync', peer: 'casbin', open: (rules) => openCasbin(rules) },
  toolkit: {
    title: 'Agent Governance Toolkit, evaluatePolicy',
    peer: '@microsoft/agent-governance-sdk',
    open: (rules) => openGovernanceToolkit(rules),
  },
};

/** The whole decision: what is asked for, and how many at a time. No other engine here does this. */
export const WHOLE = {
  denied: { title: 'authorize, denied by a rule', answer: 'deny', atOnce: 1 },
  allowed: { title: 'authorize, allowed', answer: 'allow', atOnce: 1 },
  deniedBatch: { title: 'authorize, denied by a rule', answer: 'deny', atOnce: 256 },
  allowedBatch: { title: 'authorize, allowed', answer: 'allow', atOnce: 256 },
};

export { openGuard };
