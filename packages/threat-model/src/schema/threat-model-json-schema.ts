import { CONTROLS } from '@bezoar/core';
import { CONTROL_SHAPES } from '../blocks/control-shapes.ts';
import { HEAD_BLOCK } from '../blocks/head-block.ts';
import { ACCEPTED_BLOCK } from '../blocks/policy-blocks.ts';
import type { JsonSchema } from '../shape/shape.ts';

/** Names the schema; not an address. */
export const SCHEMA_ID = 'urn:bezoar:threat-model-block:v1';

/**
 * JSON Schema (draft 2020-12) of one `yaml bezoar` block, for editors: exactly one of the first block, the accepted
 * risks, and the block of each control. It knows keys, words and patterns; what needs two values at once, or a second
 * block, only `parseThreatModel` knows.
 */
export function threatModelJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_ID,
    title: 'A block of THREATMODEL.md',
    oneOf: [
      { title: 'The first block', ...HEAD_BLOCK.schema },
      ...[...CONTROL_SHAPES].map(([id, { schema }]) => ({ title: CONTROLS[id].title, ...schema })),
      { title: 'Accepted risks', ...ACCEPTED_BLOCK.schema },
    ],
  };
}
