import { isIP } from 'node:net';
import { hostOf } from '@bezoar/core/network';

/** Second-level names under which country registries sell names: `co.uk`, `com.au`, `ac.jp`. */
const REGISTRY_LABELS = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gov',
  'go',
  'gob',
  'gouv',
  'net',
  'ne',
  'nom',
  'or',
  'org',
  'sch',
]);

/** Hosts that give each customer a name of their own: two names under one of them have two owners. */
const SHARED_HOSTS = new Set([
  'appspot.com',
  'azurewebsites.net',
  'blogspot.com',
  'cloudfront.net',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'hf.space',
  'netlify.app',
  'pages.dev',
  'readthedocs.io',
  's3.amazonaws.com',
  'substack.com',
  'tumblr.com',
  'vercel.app',
  'web.app',
  'wordpress.com',
  'workers.dev',
]);

/**
 * The name that somebody registered: `example.co.uk` of `www.example.co.uk`. Addresses stand for themselves.
 *
 * An approximation of the Public Suffix List, which changes weekly. A suffix that is missing here makes two owners look
 * like one; what is served must still have the curated digest, so that nothing is taken which should not be.
 */
export function registrableName(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isIP(name) !== 0) return name;
  const labels = name.split('.');
  for (let from = Math.max(0, labels.length - 4); from < labels.length; from++) {
    if (SHARED_HOSTS.has(labels.slice(from).join('.'))) return labels.slice(Math.max(0, from - 1)).join('.');
  }
  const [second = '', top = ''] = labels.slice(-2);
  const depth = top.length === 2 && REGISTRY_LABELS.has(second) ? 3 : 2;
  return labels.slice(-depth).join('.');
}

/** Whether two addresses belong to one registered name. */
export function isSameSite(a: URL, b: URL): boolean {
  return registrableName(hostOf(a)) === registrableName(hostOf(b));
}
