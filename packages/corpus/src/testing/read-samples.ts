import type { Hazard, TrainingRecord } from '@bezoar/core';
import { type Intake, readIntake } from '../intake/intake.ts';
import { resolveInputs } from '../readers/inputs.ts';
import type { TemporaryFolder } from '../readers/testing/temporary-files.ts';

/** A message of a sample: `user: text`, or `call: tool` for an assistant turn that calls a tool. */
export type SampleTurn = `${'user' | 'assistant' | 'tool' | 'call'}: ${string}`;

/** A record in OpenAI's chat format. */
export function sampleRecord(fields: Readonly<Record<string, unknown>>, ...turns: SampleTurn[]): object {
  return {
    ...fields,
    messages: turns.map((turn) => {
      const at = turn.indexOf(': ');
      const [role, text] = [turn.slice(0, at), turn.slice(at + 2)];
      if (role !== 'call') return { role, content: text };
      const call = { id: 'c1', type: 'function', function: { name: text, arguments: '{}' } };
      return { role: 'assistant', content: null, tool_calls: [call] };
    }),
  };
}

/** Writes records as JSONL and reads them in the calling thread. */
export async function intakeOf(
  folder: TemporaryFolder,
  name: string,
  records: readonly object[],
  hazards: readonly Hazard[] = [],
): Promise<Intake> {
  const file = await folder.write(name, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const { files } = await resolveInputs([file]);
  return readIntake(files, hazards, { workers: 1 });
}

/** A record as the readers give it, whose assistant says these replies. */
export function repliedRecord(...replies: string[]): TrainingRecord {
  const turns = replies.map((text) => ({ role: 'assistant' as const, text, toolCalls: [] }));
  return {
    place: { file: 'sample.jsonl', line: 1 },
    digest: '0'.repeat(64) as TrainingRecord['digest'],
    conversation: { turns: [{ role: 'user', text: 'hello', toolCalls: [] }, ...turns] },
    principal: { tenant: 'acme', account: 'a1' },
  };
}
