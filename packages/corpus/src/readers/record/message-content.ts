import type { Problem } from '../unreadable.ts';
import { isJsonObject, type JsonObject, ownField, ownText } from './own-field.ts';

/** The field that holds the words of a text part, by part type. */
const TEXT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['text', 'text'],
  ['input_text', 'text'],
  ['output_text', 'text'],
  ['refusal', 'refusal'],
]);

/** Fields of a message that hold words a model is trained on, in the order in which they are said. */
const SPOKEN_FIELDS = ['reasoning_content', 'reasoning', 'thinking', 'content', 'refusal'] as const;

/** The words of a message. */
export interface MessageContent {
  readonly text: string;
  /** Parts that are not text. */
  readonly unread: readonly Problem[];
}

/**
 * The text of a message: `content` as a string, null, or an array of parts, after any reasoning and before any refusal,
 * joined by blank lines; parts are joined without a separator, as chat templates do. A problem where `content` is
 * neither. `path` names the message.
 */
export function readContent(message: JsonObject, path: () => string): MessageContent | Problem {
  const content = ownField(message, 'content');
  const unread: Problem[] = [];
  let text = '';
  if (typeof content === 'string') text = content;
  else if (Array.isArray(content)) {
    content.forEach((part: unknown, index) => {
      const words = partText(part);
      if (words === undefined) {
        unread.push({ code: 'unread-part', reason: `\`${path()}.content[${index}]\` is not text and was not read` });
      } else text += words;
    });
  } else if (content !== undefined && content !== null) {
    return { code: 'not-a-record', reason: `\`${path()}.content\` is neither a string nor an array of parts` };
  }
  if (isJsonObject(ownField(message, 'audio'))) {
    unread.push({ code: 'unread-part', reason: `\`${path()}.audio\` is not text and was not read` });
  }
  return { text: joinSpoken(message, text), unread };
}

function partText(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  if (!isJsonObject(part)) return undefined;
  const field = TEXT_FIELDS.get(ownText(part, 'type') ?? '');
  return field === undefined ? undefined : ownText(part, field);
}

function joinSpoken(message: JsonObject, content: string): string {
  let text = '';
  for (const name of SPOKEN_FIELDS) {
    const words = name === 'content' ? content : (ownText(message, name) ?? '');
    if (words !== '') text = text === '' ? words : `${text}\n\n${words}`;
  }
  return text;
}
