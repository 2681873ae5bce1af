import type { ActionAmount, ActionCeiling } from '@bezoar/core/actions';
import { type Fault, readChoice, readObject, readText } from './json-reader.ts';
import { readValues } from './read-values.ts';

/**
 * Checks the canary of an action, and keeps nothing of it: it is for `bezoar drift`, and the guard never asks it. A policy
 * whose canary cannot be read was not written by `bezoar policy compile`, so that nothing else in it can be believed either.
 */
export function checkCanary(
  value: unknown,
  { amount, ceilings }: { readonly amount: ActionAmount | undefined; readonly ceilings: readonly ActionCeiling[] },
  path: string,
  fault: Fault,
): void {
  const canary = readObject(value, path, fault);
  if (canary === undefined) return;
  readChoice(canary.take('method'), `${path}.method`, fault, ['POST', 'PUT']);
  const url = readText(canary.take('url'), `${path}.url`, fault);
  const values = readValues(canary.take('arguments'), `${path}.arguments`, fault);
  canary.end();
  if (url !== undefined && !isCanaryUrl(url)) {
    fault(
      `${path}.url`,
      'an absolute URL without placeholder, user or fragment, https unless its host is loopback',
      url,
    );
  }
  if (amount === undefined) fault(path, 'an action with an amount', undefined);
  else if (values?.has(amount.argument))
    fault(`${path}.arguments.${amount.argument}`, 'no amount', values.get(amount.argument));
  if (!ceilings.some(({ limit }) => 'currency' in limit)) fault(path, 'an action with a ceiling of money', undefined);
}

function isCanaryUrl(url: string): boolean {
  if (!/^https?:\/\/[^\s{}@/?#\\]+(?:[/?][^\s{}#\\]*)?$/.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(hostname);
}
