// @ts-check
import { requirePeer } from '../peers.mjs';
import { CURRENCY, PRINCIPAL, REASONS } from '../shared-rules.mjs';

/** @typedef {import('../shared-rules.mjs').Rule} Rule */
/** @typedef {import('../shared-rules.mjs').Call} Call */

const PRINCIPAL_UID = { type: 'Account', id: PRINCIPAL.account };
const RESOURCE_UID = { type: 'Tool', id: 'any' };

/** @param {Rule} rule */
const bounds = ({ max }) => `context.amount_cents >= 1 && context.amount_cents <= ${max}`;
const WORDS = `context.currency == "${CURRENCY}" && ${JSON.stringify(REASONS)}.contains(context.reason)`;

/**
 * The shared rules in Cedar. `deny`: one broad permit, and a `forbid` for what each rule does not allow.
 * @param {readonly Rule[]} rules
 * @param {'allow' | 'deny'} style
 */
export function cedarPolicies(rules, style) {
  if (style === 'allow') {
    return rules
      .map(
        (rule) =>
          `permit(principal, action == Action::"${rule.action}", resource) when { ${bounds(rule)} && ${WORDS} };`,
      )
      .join('\n');
  }
  const forbids = rules.map(
    (rule) => `forbid(principal, action == Action::"${rule.action}", resource) unless { ${bounds(rule)} && ${WORDS} };`,
  );
  return ['permit(principal, action, resource);', ...forbids].join('\n');
}

/** @param {readonly Rule[]} rules */
function schemaOf(rules) {
  const actions = rules.map(({ action }) => `"${action}"`).join(', ');
  return `entity Account; entity Tool;
action ${actions} appliesTo { principal: Account, resource: Tool, context: {
  order_id: String, amount_cents: Long, currency: String, reason: String, note?: String, items?: Set<Long> } };`;
}

/**
 * Cedar with policies, and the schema if there is one, parsed once. `isStrict`: allowed only where no policy failed.
 * @param {readonly Rule[]} rules
 * @param {{ style?: 'allow' | 'deny', hasSchema?: boolean, isStrict?: boolean, policies?: string }} options
 */
export function openCedar(rules, { style = 'allow', hasSchema = true, isStrict = true, policies } = {}) {
  const cedar = requirePeer('@cedar-policy/cedar-wasm/nodejs');
  const loaded = cedar.preparsePolicySet('shared', { staticPolicies: policies ?? cedarPolicies(rules, style) });
  if (loaded.type !== 'success') throw new Error(loaded.errors[0].message);
  if (hasSchema) {
    const schema = cedar.preparseSchema('shared', schemaOf(rules));
    if (schema.type !== 'success') throw new Error(schema.errors[0].message);
  }
  return {
    /** @param {Call} call */
    prepare: ({ action, arguments: context }) => ({
      principal: PRINCIPAL_UID,
      action: { type: 'Action', id: action },
      resource: RESOURCE_UID,
      context,
      preparsedPolicySetId: 'shared',
      ...(hasSchema ? { preparsedSchemaName: 'shared', validateRequest: true } : {}),
      // Cedar's cost is what is passed to it; the rules need no entity.
      entities: [],
    }),
    /** @param {any} call */
    judge: (call) => {
      const answer = cedar.statefulIsAuthorized(call);
      if (answer.type !== 'success') return 'deny';
      const { decision, diagnostics } = answer.response;
      return decision === 'allow' && (!isStrict || diagnostics.errors.length === 0) ? 'allow' : 'deny';
    },
  };
}

/**
 * Whether Cedar's own check of policies against the schema, which a careful host runs when it loads them, finds a fault.
 * @param {readonly Rule[]} rules
 * @param {string} policies
 */
export function cedarFaults(rules, policies) {
  const cedar = requirePeer('@cedar-policy/cedar-wasm/nodejs');
  const answer = cedar.validate({
    schema: schemaOf(rules),
    policies: { staticPolicies: policies },
    validationSettings: { mode: 'strict' },
  });
  return answer.type !== 'success' || answer.validationErrors.length > 0;
}
