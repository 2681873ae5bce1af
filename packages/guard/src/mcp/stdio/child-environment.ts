import { UsageError } from '@bezoar/core/actions';
import type { Guard } from '../../guard/create-guard.ts';

/** Variables that a server has unless the caller says otherwise: where programs are. Windows does not start one without the second. */
export const DEFAULT_VARIABLES: readonly string[] = ['PATH', 'SystemRoot'];

/** A secret that a server is given as a variable: the policy lists it for one of the tools. */
export interface SecretVariable {
  readonly variable: string;
  readonly tool: string;
  readonly handle: string;
}

/**
 * The environment of a server: the listed variables of the host's and the secrets that the policy allows, nothing else.
 * Rejects with `guard/secret-refused`, and with `guard/mcp-variable` for a name that is none or stands twice.
 */
export async function childEnvironment(
  guard: Pick<Guard, 'secret'>,
  environment: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
  secrets: readonly SecretVariable[],
): Promise<Record<string, string>> {
  const names = [...variables, ...secrets.map(({ variable }) => variable)];
  for (const [index, name] of names.entries()) {
    if (/^[A-Za-z_][A-Za-z0-9_()]*$/.test(name) && names.indexOf(name) === index) continue;
    throw new UsageError('guard/mcp-variable', `expected each variable once and with a name, got \`${name}\``);
  }
  const listed = variables.flatMap((name): [string, string][] => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  const given = await Promise.all(
    secrets.map(
      async ({ variable, tool, handle }): Promise<[string, string]> => [variable, await guard.secret(tool, handle)],
    ),
  );
  return Object.fromEntries([...listed, ...given]);
}
