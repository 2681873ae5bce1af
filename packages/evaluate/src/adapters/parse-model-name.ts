import { UsageError } from '@bezoar/core';
import { endpointUrl } from './openai/endpoint-url.ts';

/** A model as it is named on a command line. */
export type ModelName =
  | { readonly kind: 'openai'; readonly url: string; readonly model: string }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'tiny'; readonly folder: string };

const FORMS = '`openai:<base-url>#<model>`, `command:<shell command>` or `tiny:<folder>`';

/** Reads the name of a model. Throws a `UsageError` that says what is wrong with it, and never repeats an address. */
export function parseModelName(text: string): ModelName {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(0, colon));
  const rest = text.slice(colon + 1);
  if (kind === 'openai') return parseEndpoint(rest);
  if (kind !== 'command' && kind !== 'tiny') throw mistaken(`expected a model to be named ${FORMS}`);
  if (rest.trim() === '') throw mistaken(`expected ${kind === 'tiny' ? 'a folder' : 'a command'} after \`${kind}:\``);
  return kind === 'command' ? { kind, command: rest } : { kind, folder: rest };
}

/** The first `#` ends the address: an address sent over HTTP has none, and the name of a model may. */
function parseEndpoint(text: string): ModelName {
  const hash = text.indexOf('#');
  const model = hash < 0 ? '' : text.slice(hash + 1);
  if (model.trim() === '') {
    throw mistaken('expected the name of a model after the address: `openai:<base-url>#<model>`');
  }
  const { href } = endpointUrl(text.slice(0, hash));
  return { kind: 'openai', url: href, model };
}

function mistaken(message: string): UsageError {
  return new UsageError('evaluate/model-name', message);
}
