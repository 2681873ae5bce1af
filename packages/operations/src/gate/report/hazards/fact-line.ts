import type { Line, Span } from '@bezoar/report';

/** A fact: its name, and what is known. */
export function fact(title: string, text: string, style: 'strong' | 'bad' = 'strong'): Line {
  return [...label(title, style), { text }];
}

/** The name of a fact, as a line begins. */
export function label(title: string, style: 'strong' | 'bad' = 'strong'): Span[] {
  return [{ text: `${title}: `, style }];
}
