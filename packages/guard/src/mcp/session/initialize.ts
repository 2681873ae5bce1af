import { CAPABILITY_OF, SERVER_REQUESTS, type ServerRequest } from '../message/methods.ts';
import { fieldIn, isFields, type JsonFields, withoutField } from '../message/rpc-message.ts';

/**
 * The parameters of `initialize` without the capabilities that are not allowed: a server that is not told of sampling
 * does not ask for it. Tasks are never offered, since a call that goes on after its answer cannot be settled.
 */
export function narrowClient(params: JsonFields, allowed: ReadonlySet<ServerRequest>): JsonFields {
  const capabilities = fieldIn(params, 'capabilities');
  if (!isFields(capabilities)) return params;
  const refused = SERVER_REQUESTS.filter((method) => !allowed.has(method)).map((method) => CAPABILITY_OF[method]);
  return { ...params, capabilities: ['tasks', ...refused].reduce(withoutField, capabilities) };
}

/** A result of `initialize` without what does not pass; undefined where its protocol version is not known. */
export function narrowServer(result: JsonFields, versions: ReadonlySet<string>): JsonFields | undefined {
  const version = fieldIn(result, 'protocolVersion');
  if (typeof version !== 'string' || !versions.has(version)) return undefined;
  const capabilities = fieldIn(result, 'capabilities');
  return isFields(capabilities) ? { ...result, capabilities: withoutField(capabilities, 'tasks') } : result;
}
