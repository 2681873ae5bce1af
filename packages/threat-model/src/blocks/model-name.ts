import { relativePath } from '../shape/path.ts';
import { checked, type Shape } from '../shape/shape.ts';
import { text } from '../shape/text.ts';

const PREFIX = /^(?:openai|command|tiny):./;

/** A model: `openai:<base-url>#<model>`, `command:<shell command>`, `tiny:<folder>`, or a path beside the document. */
export function modelName(): Shape<string> {
  const path = relativePath();
  const rule = { expects: 'a model such as `models/2026-09`, `openai:https://host/v1#name` or `tiny:folder`' };
  return checked(text(rule), (value, tree, what, report) => {
    if (!PREFIX.test(value)) path.read(tree, what, report);
  });
}
