import {
  type ActionAmount,
  type ActionApproval,
  type ActionCeiling,
  type ActionLookup,
  type ActionPolicy,
  type Amount,
  CEILING_SCOPES,
  MAX_DURATION_MS,
  type PrincipalArguments,
  type TranscriptPrecondition,
} from '@bezoar/core/actions';
import { type Fault, readBoolean, readChoice, readList, readObject, readText, readWhole } from './json-reader.ts';
import { type LookupTemplate, lookupFault } from './lookup-template.ts';
import { checkCanary } from './read-canary.ts';
import { readValues } from './read-values.ts';

/** Most people who must approve one call, as the document allows. */
const MAX_APPROVERS = 16;

/** The declared actions and look-ups, by name. */
export function readActions(
  value: unknown,
  path: string,
  fault: Fault,
): { readonly actions: ReadonlyMap<string, ActionPolicy>; readonly lookups: ReadonlyMap<string, ActionLookup> } {
  const none = { actions: new Map(), lookups: new Map() };
  if (value === undefined) return none;
  const block = readObject(value, path, fault);
  if (block === undefined) return none;
  readChoice(block.take('default'), `${path}.default`, fault, ['deny']);
  const lookups = byName(
    readList(block.take('lookups'), `${path}.lookups`, fault, (item, at) => readLookup(item, at, fault)),
    `${path}.lookups`,
    fault,
  );
  const actions = byName(
    readList(block.take('actions'), `${path}.actions`, fault, (item, at) => readAction(item, at, fault)),
    `${path}.actions`,
    fault,
  );
  block.end();
  for (const { name, runtime } of actions.values()) {
    if (runtime !== undefined && !lookups.has(runtime.lookup)) {
      fault(`${path}.actions \`${name}\``, `the look-up \`${runtime.lookup}\` to be declared`, undefined);
    }
  }
  return { actions, lookups };
}

/** Items by their name; a name that stands twice is a fault. */
export function byName<T extends { readonly name: string }>(
  items: readonly T[],
  path: string,
  fault: Fault,
): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const item of items) {
    if (named.has(item.name)) fault(path, 'each name once', item.name);
    named.set(item.name, item);
  }
  return named;
}

function readLookup(value: unknown, path: string, fault: Fault): ActionLookup | undefined {
  const lookup = readObject(value, path, fault);
  if (lookup === undefined) return undefined;
  const name = readText(lookup.take('name'), `${path}.name`, fault);
  const method = readChoice(lookup.take('method'), `${path}.method`, fault, ['GET', 'POST']);
  const url = readText(lookup.take('url'), `${path}.url`, fault) as LookupTemplate | undefined;
  const expect = readValues(lookup.take('expect'), `${path}.expect`, fault);
  const ignored = lookup.take('ignore');
  const ignore =
    ignored === 'any' ? ignored : readList(ignored, `${path}.ignore`, fault, (item, at) => readText(item, at, fault));
  lookup.end();
  if (expect !== undefined && expect.size === 0) fault(`${path}.expect`, 'at least one field', {});
  const wrong = url === undefined ? undefined : lookupFault(url);
  if (wrong !== undefined) fault(`${path}.url`, wrong, url);
  if (name === undefined || method === undefined || url === undefined || expect === undefined) return undefined;
  return { name, method, url, expect, ignore };
}

function readAction(value: unknown, path: string, fault: Fault): ActionPolicy | undefined {
  const action = readObject(value, path, fault);
  if (action === undefined) return undefined;
  const texts = (key: string): string[] =>
    readList(action.take(key), `${path}.${key}`, fault, (item, at) => readText(item, at, fault));
  const name = readText(action.take('name'), `${path}.name`, fault);
  const optional = <T>(key: string, read: (value: unknown, at: string) => T | undefined): T | undefined => {
    const item = action.take(key);
    return item === undefined ? undefined : read(item, `${path}.${key}`);
  };
  const amount = optional('amount', (item, at) => readActionAmount(item, at, fault));
  const principal = optional('principal', (item, at) => readPrincipal(item, at, fault));
  const reversible = optional('reversible', (item, at) => readBoolean(item, at, fault));
  const runtime = optional('runtime', (item, at) => readRuntime(item, at, fault));
  const transcript = optional('transcript', (item, at) => readTranscript(item, at, fault));
  const approval = optional('approval', (item, at) => readApproval(item, at, fault));
  const ceilings = readList(action.take('ceilings'), `${path}.ceilings`, fault, (item, at) =>
    readCeiling(item, at, fault),
  );
  const oncePer = texts('oncePer');
  const claims = texts('claims');
  const canary = action.take('canary');
  action.end();
  if (canary !== undefined) checkCanary(canary, { amount, ceilings }, `${path}.canary`, fault);
  for (const currency of currenciesOf(ceilings, approval)) {
    if (currency !== amount?.currency) fault(path, `amounts in \`${amount?.currency ?? 'no currency'}\``, currency);
  }
  if (name === undefined) return undefined;
  return {
    name,
    ...(amount === undefined ? {} : { amount }),
    ...(principal === undefined ? {} : { principal }),
    ...(reversible === undefined ? {} : { reversible }),
    oncePer,
    ...(runtime === undefined ? {} : { runtime }),
    ...(transcript === undefined ? {} : { transcript }),
    claims,
    ceilings,
    ...(approval === undefined ? {} : { approval }),
  };
}

function currenciesOf(ceilings: readonly ActionCeiling[], approval: ActionApproval | undefined): string[] {
  const limits = ceilings.flatMap(({ limit }) => ('currency' in limit ? [limit.currency] : []));
  return approval?.above === undefined ? limits : [...limits, approval.above.currency];
}

function readActionAmount(value: unknown, path: string, fault: Fault): ActionAmount | undefined {
  const amount = readObject(value, path, fault);
  const argument = readText(amount?.take('argument'), `${path}.argument`, fault);
  const currency = readCurrency(amount?.take('currency'), `${path}.currency`, fault);
  const unit = readChoice(amount?.take('unit'), `${path}.unit`, fault, ['minor', 'major']);
  amount?.end();
  if (argument === undefined || currency === undefined || unit === undefined) return undefined;
  return { argument, currency, unit };
}

function readCurrency(value: unknown, path: string, fault: Fault): string | undefined {
  if (typeof value === 'string' && /^[A-Z]{3}$/.test(value)) return value;
  fault(path, 'a currency of ISO 4217', value);
  return undefined;
}

function readPrincipal(value: unknown, path: string, fault: Fault): PrincipalArguments | undefined {
  const principal = readObject(value, path, fault);
  if (principal === undefined) return undefined;
  const names = (key: string): string[] =>
    readList(principal.take(key), `${path}.${key}`, fault, (item, at) => readText(item, at, fault));
  const read = { account: names('account'), tenant: names('tenant') };
  principal.end();
  return read;
}

function readRuntime(value: unknown, path: string, fault: Fault): ActionPolicy['runtime'] {
  const runtime = readObject(value, path, fault);
  const lookup = readText(runtime?.take('lookup'), `${path}.lookup`, fault);
  const withinMs = readWhole(runtime?.take('withinMs'), `${path}.withinMs`, fault, 1, MAX_DURATION_MS);
  runtime?.end();
  return lookup === undefined || withinMs === undefined ? undefined : { lookup, withinMs };
}

function readTranscript(value: unknown, path: string, fault: Fault): TranscriptPrecondition | 'never' | undefined {
  if (value === 'never') return value;
  const rule = readObject(value, path, fault);
  if (rule === undefined) return undefined;
  const after = readList(rule.take('after'), `${path}.after`, fault, (item, at) => readText(item, at, fault));
  const where = readValues(rule.take('where') ?? {}, `${path}.where`, fault);
  rule.end();
  if (after.length === 0) fault(`${path}.after`, 'at least one tool', after);
  return where === undefined ? undefined : { after, where };
}

function readCeiling(value: unknown, path: string, fault: Fault): ActionCeiling | undefined {
  const ceiling = readObject(value, path, fault);
  const scope = readChoice(ceiling?.take('scope'), `${path}.scope`, fault, CEILING_SCOPES);
  const limit = readLimit(ceiling?.take('limit'), `${path}.limit`, fault);
  const windowMs = readWhole(ceiling?.take('windowMs'), `${path}.windowMs`, fault, 1, MAX_DURATION_MS);
  ceiling?.end();
  if (scope === undefined || limit === undefined || windowMs === undefined) return undefined;
  return { scope, limit, windowMs };
}

function readLimit(value: unknown, path: string, fault: Fault): ActionCeiling['limit'] | undefined {
  const limit = readObject(value, path, fault);
  if (limit === undefined) return undefined;
  const counted = limit.take('count');
  if (counted === undefined) return readAmount(value, path, fault);
  const count = readWhole(counted, `${path}.count`, fault, 0, Number.MAX_SAFE_INTEGER);
  limit.end();
  return count === undefined ? undefined : { count };
}

function readAmount(value: unknown, path: string, fault: Fault): Amount | undefined {
  const amount = readObject(value, path, fault);
  const minor = readWhole(amount?.take('minor'), `${path}.minor`, fault, 0, Number.MAX_SAFE_INTEGER);
  const currency = readCurrency(amount?.take('currency'), `${path}.currency`, fault);
  amount?.end();
  return minor === undefined || currency === undefined ? undefined : { minor, currency };
}

function readApproval(value: unknown, path: string, fault: Fault): ActionApproval | undefined {
  const approval = readObject(value, path, fault);
  if (approval === undefined) return undefined;
  const threshold = approval.take('above');
  const above = threshold === undefined ? undefined : readAmount(threshold, `${path}.above`, fault);
  const expiresMs = readWhole(approval.take('expiresMs'), `${path}.expiresMs`, fault, 1, MAX_DURATION_MS);
  const approvers = readWhole(approval.take('approvers'), `${path}.approvers`, fault, 1, MAX_APPROVERS);
  approval.end();
  if (expiresMs === undefined || approvers === undefined) return undefined;
  return { ...(above === undefined ? {} : { above }), expiresMs, approvers };
}
