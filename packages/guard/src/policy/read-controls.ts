import {
  type ApprovalsPolicy,
  ARGUMENT_TYPES,
  type ArgumentRule,
  type Destination,
  type TelemetryPolicy,
  type ToolPrivilege,
} from '@bezoar/core/actions';
import type { GuardPolicy } from './guard-policy.ts';
import { type Fault, readBoolean, readChoice, readList, readObject, readText, readWhole } from './json-reader.ts';
import { byName } from './read-actions.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** What the document says of the guard beyond the actions. */
export function readControls(
  value: unknown,
  path: string,
  fault: Fault,
): Pick<GuardPolicy, 'tools' | 'approvals' | 'telemetry'> {
  if (value === undefined) return {};
  const guard = readObject(value, path, fault);
  if (guard === undefined) return {};
  const [privilege, approvals, telemetry] = ['leastPrivilege', 'approvals', 'telemetry'].map((key) => guard.take(key));
  guard.end();
  const tools = privilege === undefined ? undefined : readTools(privilege, `${path}.leastPrivilege`, fault);
  const approvers = approvals === undefined ? undefined : readApprovals(approvals, `${path}.approvals`, fault);
  const watched = telemetry === undefined ? undefined : readTelemetry(telemetry, `${path}.telemetry`, fault);
  return {
    ...(tools === undefined ? {} : { tools }),
    ...(approvers === undefined ? {} : { approvals: approvers }),
    ...(watched === undefined ? {} : { telemetry: watched }),
  };
}

function readTools(value: unknown, path: string, fault: Fault): ReadonlyMap<string, ToolPrivilege> | undefined {
  const block = readObject(value, path, fault);
  if (block === undefined) return undefined;
  const tools = readList(block.take('tools'), `${path}.tools`, fault, (item, at) => readTool(item, at, fault));
  block.end();
  return byName(tools, `${path}.tools`, fault);
}

function readTool(value: unknown, path: string, fault: Fault): ToolPrivilege | undefined {
  const tool = readObject(value, path, fault);
  if (tool === undefined) return undefined;
  const name = readText(tool.take('name'), `${path}.name`, fault);
  const listed = tool.take('arguments');
  const rules = listed === undefined ? undefined : readRules(listed, `${path}.arguments`, fault);
  const destinations = readList(tool.take('destinations'), `${path}.destinations`, fault, (item, at) =>
    readDestination(item, at, fault),
  );
  const secrets = readList(tool.take('secrets'), `${path}.secrets`, fault, (item, at) => readText(item, at, fault));
  tool.end();
  if (name === undefined) return undefined;
  return { name, ...(rules === undefined ? {} : { arguments: rules }), destinations, secrets };
}

function readRules(value: unknown, path: string, fault: Fault): ReadonlyMap<string, ArgumentRule> | undefined {
  if (readObject(value, path, fault) === undefined) return undefined;
  const rules = new Map<string, ArgumentRule>();
  for (const [name, item] of Object.entries(value as object) as [string, unknown][]) {
    const rule = readRule(item, `${path}.${name}`, fault);
    if (rule !== undefined) rules.set(name, rule);
  }
  return rules;
}

function readRule(value: unknown, path: string, fault: Fault): ArgumentRule | undefined {
  const rule = readObject(value, path, fault);
  if (rule === undefined) return undefined;
  const type = readChoice(rule.take('type'), `${path}.type`, fault, ARGUMENT_TYPES);
  const optional = readBoolean(rule.take('optional'), `${path}.optional`, fault);
  const [oneOf, maxLength, min, max] = ['oneOf', 'maxLength', 'min', 'max'].map((key) => rule.take(key));
  rule.end();
  const number = (item: unknown, at: string): number | undefined => {
    if (typeof item === 'number' && Number.isFinite(item)) return item;
    fault(at, 'a number', item);
    return undefined;
  };
  const values = readList(oneOf, `${path}.oneOf`, fault, (item, at) =>
    typeof item === 'string' ? item : number(item, at),
  );
  const length = maxLength === undefined ? undefined : readWhole(maxLength, `${path}.maxLength`, fault, 0, MAX);
  const least = min === undefined ? undefined : number(min, `${path}.min`);
  const greatest = max === undefined ? undefined : number(max, `${path}.max`);
  if (type === undefined || optional === undefined) return undefined;
  return {
    type,
    optional,
    ...(oneOf === undefined ? {} : { oneOf: values }),
    ...(length === undefined ? {} : { maxLength: length }),
    ...(least === undefined ? {} : { min: least }),
    ...(greatest === undefined ? {} : { max: greatest }),
  };
}

function readDestination(value: unknown, path: string, fault: Fault): Destination | undefined {
  const destination = readObject(value, path, fault);
  if (destination === undefined) return undefined;
  const url = readText(destination.take('url'), `${path}.url`, fault);
  const texts = (key: string): string[] =>
    readList(destination.take(key), `${path}.${key}`, fault, (item, at) => readText(item, at, fault));
  const read = { methods: texts('methods'), query: texts('query') };
  destination.end();
  return url === undefined ? undefined : { url, ...read };
}

function readApprovals(value: unknown, path: string, fault: Fault): ApprovalsPolicy | undefined {
  const block = readObject(value, path, fault);
  if (block === undefined) return undefined;
  const approvers = readList(block.take('approvers'), `${path}.approvers`, fault, (item, at) =>
    readText(item, at, fault),
  );
  block.end();
  return { approvers };
}

function readTelemetry(value: unknown, path: string, fault: Fault): TelemetryPolicy | undefined {
  const block = readObject(value, path, fault);
  if (block === undefined) return undefined;
  const accounts = readWhole(block.take('accounts'), `${path}.accounts`, fault, 2, 64);
  const tenants = readWhole(block.take('tenants'), `${path}.tenants`, fault, 1, 64);
  block.end();
  return accounts === undefined || tenants === undefined ? undefined : { accounts, tenants };
}
