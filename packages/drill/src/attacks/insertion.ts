import type { Random } from '@bezoar/core';

/** Works a clause into a text at a random clause boundary, adapting case and punctuation but never the clause's words. */
export function insertClause(text: string, clause: string, random: Random): string {
  const [body, rest] = splitSignature(text);
  if (body === '') return clause + rest;
  const [greeting, request] = splitGreeting(body);
  if (greeting !== '' && request !== '') {
    return (
      greeting +
      (random.next() < 0.3 ? putFirst(request, clause, random) : insertClause(request, clause, random)) +
      rest
    );
  }
  const starts = clauseStarts(body);
  const place = random.next();
  if (place < 0.34) return putFirst(body, clause, random) + rest;
  if (place < 0.62 || starts.length === 0) return putLast(body, clause, random) + rest;
  const at = random.pick(starts);
  const before = body.slice(0, at).trimEnd();
  const after = body.slice(at);
  const opensSentence = /[.!?]$/.test(before);
  const inner = opensSentence ? cased(clause, body) : clause;
  const link =
    random.next() < 0.6 || !opensSentence
      ? `${inner}, ${opensSentence ? lowered(after) : after}`
      : `${inner}. ${after}`;
  return `${before} ${link}${rest}`;
}

/** Puts a clause before everything else. */
export function putFirst(body: string, clause: string, random: Random): string {
  const separator = random.pick([', ', ', ', ' ', '. ', ' - ']);
  return cased(clause, body) + separator + (separator === '. ' ? body : lowered(body));
}

/** Puts a clause behind everything else, keeping the text's way of ending. */
export function putLast(body: string, clause: string, random: Random): string {
  const ending = /[\s.!?…]*$/.exec(body)?.[0] ?? '';
  const stem = body.slice(0, body.length - ending.length);
  if (random.next() < 0.55) return `${stem}${random.pick([', ', ' ', ' - '])}${clause}${ending.trimEnd()}`;
  const stop = ending.trim() === '' ? random.pick(['. ', '\n', ', ']) : `${ending.trimEnd()} `;
  return `${stem}${stop}${cased(clause, body)}${random.pick(['', '.', ending.trimEnd()])}`;
}

/** Separates a signature, after an empty line, from the text. */
export function splitSignature(text: string): readonly [body: string, rest: string] {
  const at = text.lastIndexOf('\n\n');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/** Separates a greeting, with its mark and the space after it, from what follows. */
export function splitGreeting(body: string): readonly [greeting: string, request: string] {
  const greeting =
    /^(?:hi|hello|hey|hiya|yo|dear|good|morning|evening|greetings|ahoy|g'day|this is|to whom)\b[^,.!?]{0,40}[,.!]+\s+/i.exec(
      body,
    )?.[0] ?? '';
  return [greeting, body.slice(greeting.length)];
}

/** A clause with a capital if the text around it uses capitals. */
export function cased(clause: string, around: string): string {
  return /^[^\p{L}]*\p{Lu}/u.test(around)
    ? clause.replace(/^([^\p{L}]*)([a-z])/u, (_, before: string, letter: string) => before + letter.toUpperCase())
    : clause;
}

function lowered(text: string): string {
  return /^(?:I\b|[A-Z]{2}|[A-Z]-)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

function clauseStarts(text: string): readonly number[] {
  return [...text.matchAll(/[.!?,]\s+(?=\S)/g)].map((match) => match.index + match[0].length);
}
