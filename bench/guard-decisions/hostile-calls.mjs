// @ts-check
import { openRules, policyJson } from './engines/bezoar.mjs';
import { openCasbin } from './engines/casbin.mjs';
import { cedarFaults, openCedar } from './engines/cedar.mjs';
import { openGovernanceToolkit } from './engines/governance-toolkit.mjs';
import { allowedArguments, rulesOf } from './shared-rules.mjs';

/** @typedef {import('./shared-rules.mjs').Call} Call */
/** @typedef {import('./contenders.mjs').Engine} Engine */

const CEDAR = '@cedar-policy/cedar-wasm';
const CASBIN = 'casbin';
const TOOLKIT = '@microsoft/agent-governance-sdk';

const RULES = rulesOf(20);
const RULE = /** @type {import('./shared-rules.mjs').Rule} */ (RULES[3]);
const GOOD = allowedArguments(RULE, 24);
const OVER = { ...GOOD, amount_cents: RULE.max + 1 };

/**
 * Calls that nobody wants allowed, but for the first. `arguments` is what a model wrote.
 * @type {readonly { title: string, call: Call, wanted: 'allow' | 'deny' }[]}
 */
const CALLS = [
  ['as the rule allows', GOOD, 'allow'],
  ['one cent above the limit', OVER],
  ['amount missing', without('amount_cents')],
  ['amount `"100,000"`', { ...GOOD, amount_cents: '100,000' }],
  ['amount `"900"`, a text', { ...GOOD, amount_cents: '900' }],
  ['amount `[900]`', { ...GOOD, amount_cents: [900] }],
  ['amount `true`', { ...GOOD, amount_cents: true }],
  ['amount `null`', { ...GOOD, amount_cents: null }],
  ['amount `900.5` cents', { ...GOOD, amount_cents: 900.5 }],
  ['reason missing', without('reason')],
  ['reason `["late"]`', { ...GOOD, reason: ['late'] }],
  ['an argument that no rule names', { ...GOOD, override: true }],
].map(([title, values, wanted = 'deny']) => ({
  title: String(title),
  call: { action: RULE.action, arguments: /** @type {Call['arguments']} */ (values) },
  wanted: wanted === 'allow' ? 'allow' : 'deny',
}));

/** @param {string} name */
function without(name) {
  return Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));
}

/**
 * What each engine answers, for each of its usual ways to write rules. `error`: it throws, and the host decides.
 * @param {(peer: string) => boolean} isInstalled
 */
export async function hostileVerdicts(isInstalled) {
  /** @type {[string, string | undefined, () => Engine | Promise<Engine>][]} */
  const engines = [
    ['bezoar', undefined, () => openRules(RULES)],
    ['Cedar permit, strict', CEDAR, () => openCedar(RULES)],
    ['Cedar forbid, strict', CEDAR, () => openCedar(RULES, { style: 'deny' })],
    [
      'Cedar forbid, decision alone',
      CEDAR,
      () => openCedar(RULES, { style: 'deny', hasSchema: false, isStrict: false }),
    ],
    ['Casbin allow', CASBIN, () => openCasbin(RULES)],
    ['Casbin deny', CASBIN, () => openCasbin(RULES, { style: 'deny' })],
    ['AGT allow', TOOLKIT, () => openGovernanceToolkit(RULES)],
    ['AGT deny', TOOLKIT, () => openGovernanceToolkit(RULES, { style: 'deny' })],
  ];
  const present = engines.filter(([, peer]) => peer === undefined || isInstalled(peer));
  /** @type {{ title: string, verdicts: string[] }[]} */
  const columns = [];
  // One after the other: Cedar keeps one set of parsed policies for the process.
  for (const [title, , open] of present) {
    const engine = await open();
    columns.push({ title, verdicts: CALLS.map(({ call }) => verdictOf(engine, call)) });
  }
  return {
    engines: columns.map(({ title }) => title),
    rows: CALLS.map(({ title, wanted }, at) => ({
      title,
      wanted,
      verdicts: columns.map(({ verdicts }) => String(verdicts[at])),
    })),
  };
}

/** @param {Engine} engine @param {Call} call */
function verdictOf(engine, call) {
  try {
    return engine.judge(engine.prepare(call));
  } catch {
    return 'error';
  }
}

/**
 * What becomes of a mistake in a prohibition: refused when it is loaded, or else the answer to a call above the limit.
 * @param {(peer: string) => boolean} isInstalled
 */
export async function ruleFaults(isInstalled) {
  const limit = String(RULE.max);
  /** `own`: the same mistake in a policy of ours; `condition`: in an expression, which only the others have. */
  const faults = [
    { title: 'in parentheses', condition: `(amount_cents > ${limit})` },
    { title: '`=>` for `>=`', condition: `amount_cents => ${limit}` },
    { title: 'the limit as `1,300`', condition: 'amount_cents > 1,300', own: [`"max":${limit}`, '"max":"1,300"'] },
    {
      title: 'the argument misspelt',
      condition: `amount_cent > ${limit}`,
      own: ['"amount_cents":{', '"amount_cent":{'],
    },
    { title: 'the word `max` misspelt', own: ['"max":', '"mx":'] },
  ];
  const rows = [];
  for (const { title, condition, own } of faults) {
    const placed = (/** @type {string} */ root) => condition?.replace('amount', `${root}.amount`) ?? '';
    /** @type {[string, boolean, () => Engine | Promise<Engine>][]} */
    const opens = [
      ['', own !== undefined, () => openMistaken(own?.[0] ?? '', own?.[1] ?? '')],
      [CEDAR, condition !== undefined, () => openChecked(placed('context'))],
      [CASBIN, condition !== undefined, () => openCasbin([RULE], { style: 'deny', condition: placed('r.args') })],
      [
        TOOLKIT,
        condition !== undefined,
        () => openGovernanceToolkit([RULE], { style: 'deny', condition: String(condition) }),
      ],
    ];
    const cells = [];
    for (const [peer, isPossible, open] of opens) {
      if (peer === '' || isInstalled(peer)) cells.push(isPossible ? await fateOf(open) : 'no such form');
    }
    rows.push({ title, cells });
  }
  return rows;
}

/** Cedar as a careful host loads it: policies checked against the schema. @param {string} condition */
function openChecked(condition) {
  const policies = `permit(principal, action, resource);\nforbid(principal, action, resource) when { ${condition} };`;
  if (cedarFaults([RULE], policies)) throw new Error('refused');
  return openCedar([RULE], { policies });
}

/** @param {string} from @param {string} to */
function openMistaken(from, to) {
  const json = policyJson([RULE]);
  if (!json.includes(from)) throw new RangeError(`\`${from}\` is not in the policy`);
  return openRules([RULE], { json: json.replaceAll(from, to) });
}

/** @param {() => Engine | Promise<Engine>} open */
async function fateOf(open) {
  let engine;
  try {
    engine = await open();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return 'refused at load';
  }
  return verdictOf(engine, { action: RULE.action, arguments: OVER });
}
