import type { ReviewProgress } from '@bezoar/operations/review';
import { displayWidth, truncateToWidth } from '@bezoar/report';
import type { ScreenStyle } from './transcript-lines.ts';

/** What a screen is made of. `body` lines are safe and no wider than the screen; the rest is text of our own. */
export interface FrameParts {
  readonly title: string;
  readonly body: readonly string[];
  /** First line of the body that is shown. */
  readonly top: number;
  /** One line above the keys; empty for none. */
  readonly message: string;
  readonly keys: string;
}

/** Lines around the body: a title, a rule, a rule, a message, the keys. */
const FRAME_LINES = 5;

/** Rows that are left for the body. */
export function bodyRows(rows: number): number {
  return Math.max(1, rows - FRAME_LINES);
}

/** The first line to show, so that the screen is full where it can be. */
export function clampTop(top: number, bodyLength: number, rows: number): number {
  return Math.max(0, Math.min(top, bodyLength - bodyRows(rows)));
}

/** A whole screen: as many lines as there are rows. */
export function frameLines(parts: FrameParts, rows: number, style: ScreenStyle): readonly string[] {
  const { columns, unicode } = style;
  const room = bodyRows(rows);
  const top = clampTop(parts.top, parts.body.length, rows);
  const seen = parts.body.slice(top, top + room);
  const below = parts.body.length - top - seen.length;
  const rule = unicode ? '─' : '-';
  const more = below > 0 ? ` ${below} more lines, space scrolls ` : top > 0 ? ' end ' : '';
  const lower = `${rule.repeat(Math.max(0, columns - displayWidth(more) - 2))}${more}${rule.repeat(2)}`;
  const fit = (text: string): string => truncateToWidth(text, columns, unicode ? '…' : '...');
  return [
    fit(parts.title),
    rule.repeat(columns),
    ...seen,
    ...Array.from({ length: room - seen.length }, () => ''),
    fit(lower),
    fit(parts.message),
    fit(parts.keys),
  ];
}

/** `12 of 140 · 38 s each · 1.3 h left`. */
export function progressText({ done, of, secondsPerItem, hoursLeft }: ReviewProgress, unicode: boolean): string {
  const dot = unicode ? ' · ' : ' - ';
  return [`${done} of ${of}`, `${Math.round(secondsPerItem)} s each`, `${hoursText(hoursLeft)} left`].join(dot);
}

/** `1.3 h`, or minutes below one hour. */
export function hoursText(hours: number): string {
  return hours >= 1 ? `${hours.toFixed(1)} h` : `${Math.ceil(hours * 60)} min`;
}
