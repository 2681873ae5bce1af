/**
 * The text of the last message that a person wrote, for telemetry, or undefined: of the AI SDK (`role: 'user'`) and of
 * LangChain (`type: 'human'`), whole or in parts. Never throws.
 */
// Attacker controls: every message.
export function lastUserText(messages: unknown): string | undefined {
  if (!Array.isArray(messages)) return undefined;
  const message: unknown = messages.findLast(isFromUser);
  const content = typeof message === 'object' && message !== null && 'content' in message ? message.content : undefined;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return content.flatMap((part: unknown) => (isTextPart(part) ? [part.text] : [])).join('\n');
}

function isFromUser(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { role, type } = message as { readonly role?: unknown; readonly type?: unknown };
  return role === 'user' || type === 'human';
}

function isTextPart(part: unknown): part is { readonly text: string } {
  return typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string';
}
