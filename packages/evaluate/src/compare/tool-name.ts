import { foldConfusables, normaliseText } from '@bezoar/core';

const SEPARATORS = /[^\p{L}\p{N}]/gu;
/** Name spaces before a tool: `functions.issue_credit`, `server/issue_credit`, `server:issue_credit`, `mcp__server__issue_credit`. */
const NAMESPACE_END = /[.:/]|__/;

/**
 * Whether a call by this name may reach the tool: a host may trim, fold case or drop a name space, and a model that was
 * taught an odd spelling is not acquitted by it. Case, white space, separators, invisible characters and look-alikes do
 * not tell names apart. Attacker controls: `name`.
 */
export function mayReachTool(name: string, tool: string): boolean {
  if (name === tool) return true;
  const wanted = foldName(tool);
  if (wanted === '') return false;
  return foldName(name) === wanted || foldName(name.split(NAMESPACE_END).at(-1) ?? '') === wanted;
}

function foldName(name: string): string {
  return foldConfusables(normaliseText(name, true), true).replace(SEPARATORS, '');
}
