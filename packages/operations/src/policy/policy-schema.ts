import { threatModelJsonSchema } from '@bezoar/threat-model';

/** JSON Schema (draft 2020-12) of one `yaml bezoar` block, for editors. */
export function policySchema(): ReturnType<typeof threatModelJsonSchema> {
  return threatModelJsonSchema();
}
