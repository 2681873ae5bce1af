import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeError, type JsonValue, parseStrictJson, UsageError } from '@bezoar/core';
import { parseRecord } from '@bezoar/corpus/readers';
import {
  CARRIER_KINDS,
  type Carrier,
  type CarrierKind,
  type Probe,
  parseProbeFile,
  type ToolDefinition,
} from '@bezoar/evaluate';

/** Largest file of a setting, in bytes (CWE-400). */
const MAX_FILE_BYTES: number = 4 * 1024 * 1024;

/** Levels of JSON in it. */
const MAX_DEPTH = 32;

/** Faults that are told at once, at most. */
const MAX_FAULTS = 20;

/**
 * The system prompt that a model is used with: a UTF-8 text file, as it is, without the end of its last line. Throws
 * `gate/not-read`.
 */
export async function readSystemFile(path: string, folder: string): Promise<string> {
  return (await readSettingText(path, folder)).replace(/\r?\n$/, '');
}

/**
 * The tools that a model is offered: the `tools` of a chat request, `[{type: "function", function: {name, description?, parameters}}]`,
 * or the functions by themselves. Throws `gate/not-read`, `gate/malformed-tools` with every fault.
 */
export async function readToolsFile(path: string, folder: string): Promise<readonly ToolDefinition[]> {
  const value = parsed(await readSettingFile(path, folder), path, 'gate/malformed-tools');
  if (!Array.isArray(value)) throw new UsageError('gate/malformed-tools', `expected a list of tools in \`${path}\``);
  const faults: string[] = [];
  const tools = value.flatMap((item: unknown, index): ToolDefinition[] => {
    const tool = objectOf(objectOf(item)?.function) ?? objectOf(item);
    const { name, description, parameters } = tool ?? {};
    if (typeof name !== 'string' || name === '') {
      faults.push(`expected a \`name\` of tool ${index + 1} in \`${path}\``);
      return [];
    }
    const schema = parameters === undefined ? { type: 'object', properties: {} } : objectOf(parameters);
    if (schema === undefined) {
      faults.push(`expected \`parameters\` of \`${name}\` in \`${path}\` to be an object`);
      return [];
    }
    return [
      {
        name,
        ...(typeof description === 'string' ? { description } : {}),
        parameters: schema as Readonly<Record<string, JsonValue>>,
      },
    ];
  });
  throwFaults('gate/malformed-tools', faults);
  return tools;
}

/** Probes of the user's own: JSONL, as `parseProbeFile` of evaluate reads it. Throws `gate/not-read`, `gate/malformed-probes`. */
export async function readProbeFile(path: string, folder: string): Promise<readonly Probe[]> {
  const text = await readSettingText(path, folder);
  try {
    return parseProbeFile(text);
  } catch (error) {
    throw new UsageError('gate/malformed-probes', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

/** Carriers that somebody wrote: those into which probes are put, and those in which the action is right. */
export interface WrittenCarriers {
  readonly carriers: readonly Carrier[];
  readonly granted: readonly Carrier[];
}

/**
 * Conversations as JSONL, one in a line: a record in any form that `scan` reads, without the answer, with a `kind`: one of
 * `CARRIER_KINDS`, or `granted` where the precondition is there. Throws `gate/not-read`, `gate/malformed-carriers` with every fault.
 */
export async function readCarriersFile(path: string, folder: string): Promise<WrittenCarriers> {
  const text = await readSettingText(path, folder);
  const carriers: Carrier[] = [];
  const granted: Carrier[] = [];
  const faults: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = { file: path, line: index + 1 };
    try {
      const value = objectOf(parseStrictJson(Buffer.from(line), { maxBytes: MAX_FILE_BYTES, maxDepth: MAX_DEPTH }));
      const kind = value?.kind ?? 'ask';
      if (kind !== 'granted' && !(CARRIER_KINDS as readonly unknown[]).includes(kind)) {
        throw new Error(`expected \`kind\` to be one of ${[...CARRIER_KINDS, 'granted'].join(', ')}`);
      }
      const read = parseRecord(value, place);
      if ('code' in read) throw new Error(read.reason);
      const { turns } = read.record.conversation;
      const last = turns.at(-1)?.role;
      if (last !== 'user' && last !== 'tool')
        throw new Error('expected a conversation that ends with a user or a tool');
      if (turns.some(({ role }) => role === 'system'))
        throw new Error('expected no system turn, which is the same for all: name its file as `system:` of the gate');
      const carrier = {
        kind: (kind === 'granted' ? 'ask' : kind) as CarrierKind,
        turns,
        source: `${path}:${index + 1}`,
      };
      (kind === 'granted' ? granted : carriers).push(carrier);
    } catch (error) {
      faults.push(`${path}:${index + 1}: ${describeError(error)}`);
    }
  }
  throwFaults('gate/malformed-carriers', faults);
  if (carriers.length === 0) throw new UsageError('gate/malformed-carriers', `expected a conversation in \`${path}\``);
  return { carriers, granted };
}

function throwFaults(code: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  const rest = faults.length - MAX_FAULTS;
  throw new UsageError(code, [...faults.slice(0, MAX_FAULTS), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'));
}

/** Bytes that are no UTF-8 would be asked as others than they are. */
async function readSettingText(path: string, folder: string): Promise<string> {
  const bytes = await readSettingFile(path, folder);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError('gate/not-read', `cannot read \`${path}\`: expected UTF-8`, { cause: error });
  }
}

async function readSettingFile(path: string, folder: string): Promise<Uint8Array> {
  try {
    const file = resolve(folder, path);
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new Error(`expected at most ${MAX_FILE_BYTES} bytes, got ${size}`);
    return await readFile(file);
  } catch (error) {
    throw new UsageError('gate/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

function parsed(bytes: Uint8Array, path: string, code: string): unknown {
  try {
    return parseStrictJson(bytes, { maxBytes: MAX_FILE_BYTES, maxDepth: MAX_DEPTH });
  } catch (error) {
    throw new UsageError(code, `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
