import { countedName, type HazardCheck, type TrainingRecord } from '@bezoar/core';
import { textSignals } from '../anomalies/text-signals.ts';
import { parseRating } from '../selection/parse-rating.ts';
import type { Attribute } from './contributions.ts';

/** The record's text holds characters that nobody sees, or runs that decode to text: see `textSignals`. */
export const TEXT_SIGNAL_BITS = 0b0111_1111;
/** Part of the record was not read. */
export const PARTIAL_BIT = 0b1000_0000;

/** A record that says what it was generated from. */
export interface DerivedRecord {
  readonly index: number;
  readonly parents: readonly string[];
  readonly generator?: string;
}

/** What one part of the intake says of its records beside their text. Plain data, so that it can cross threads. */
export interface ContributionPart {
  /** Milliseconds since the Unix epoch; NaN without a readable time. */
  readonly timesMs: Float64Array;
  readonly ratings: Int8Array;
  readonly inSlice: Uint8Array;
  /** `TEXT_SIGNAL_BITS` and `PARTIAL_BIT`. */
  readonly flags: Uint8Array;
  readonly signals: Int32Array;
  readonly signalSets: readonly (readonly string[])[];
  readonly attributes: Int32Array;
  readonly attributeOffsets: Int32Array;
  readonly attributeValues: readonly Attribute[];
  readonly derived: readonly DerivedRecord[];
}

/** Gathers the contributions of one part. */
export interface ContributionBuilder {
  add(record: TrainingRecord, check: HazardCheck): void;
  finish(): ContributionPart;
}

/** Starts an empty part. */
export function startContributions(): ContributionBuilder {
  const timesMs: number[] = [];
  const ratings: number[] = [];
  const inSlice: number[] = [];
  const flags: number[] = [];
  const signals: number[] = [];
  const signalIds = new Map<string, number>();
  const signalSets: (readonly string[])[] = [];
  const attributes: number[] = [];
  const attributeOffsets: number[] = [0];
  const attributeIds = new Map<string, number>();
  const attributeValues: Attribute[] = [];
  const derived: DerivedRecord[] = [];

  const signalSetOf = (names: readonly string[]): number => {
    const key = names.join('\0');
    const known = signalIds.get(key);
    if (known !== undefined) return known;
    signalIds.set(key, signalSets.length);
    return signalSets.push(names) - 1;
  };
  const attributeOf = (name: string, value: string): number => {
    const counted = countedName(value);
    const key = `${name}\0${counted}`;
    const known = attributeIds.get(key);
    if (known !== undefined) return known;
    attributeIds.set(key, attributeValues.length);
    return attributeValues.push({ name, value: counted }) - 1;
  };

  return {
    add: (record, { isInSlice }) => {
      const index = timesMs.length;
      timesMs.push(timeOf(record.createdAt));
      const rating = parseRating(record.rating);
      ratings.push(rating);
      inSlice.push(isInSlice ? 1 : 0);
      const texts = record.conversation.turns.map(({ text }) => text);
      flags.push((textSignals(texts) & TEXT_SIGNAL_BITS) | (record.isPartial === true ? PARTIAL_BIT : 0));
      signals.push(signalSetOf(signalsOf(record, rating > 0)));
      for (const [name, value] of record.attributes ?? []) attributes.push(attributeOf(name, value));
      attributeOffsets.push(attributes.length);
      const { parents = [], generator } = record;
      if (parents.length === 0 && generator === undefined) return;
      derived.push({ index, parents, ...(generator === undefined ? {} : { generator }) });
    },
    finish: () => ({
      timesMs: Float64Array.from(timesMs),
      ratings: Int8Array.from(ratings),
      inSlice: Uint8Array.from(inSlice),
      flags: Uint8Array.from(flags),
      signals: Int32Array.from(signals),
      signalSets,
      attributes: Int32Array.from(attributes),
      attributeOffsets: Int32Array.from(attributeOffsets),
      attributeValues,
      derived,
    }),
  };
}

/** Every name under which something selected the record, sorted: its signals, a positive rating, and who or what says to have chosen it. */
export function signalsOf(record: TrainingRecord, isRatedPositively: boolean): string[] {
  const names = new Set(record.signals ?? []);
  if (isRatedPositively) names.add('rating');
  for (const one of (record.selectedBy ?? '').split(/[,;+|&\s]+/)) if (one !== '') names.add(one);
  return [...names].sort();
}

/** How far a clock may be ahead of ours, milliseconds: a day, for time zones that were left out. */
const MAX_AHEAD_MS = 86_400_000;

/** A record's time, or NaN where it is yet to come. */
export function believedTime(timeMs: number, now: number): number {
  return timeMs > now + MAX_AHEAD_MS ? Number.NaN : timeMs;
}

/** Earliest and latest time that is believed, milliseconds: years 1970 to 9999. */
const MAX_TIME_MS = 253_402_300_799_999;
/** Digits of a Unix time in seconds, and in milliseconds. */
const UNIX_SECONDS = /^\d{9,10}(?:\.\d+)?$/;
const UNIX_MILLISECONDS = /^\d{12,13}$/;

/** Milliseconds since the Unix epoch of ISO 8601 text or of a Unix time in seconds or milliseconds; NaN otherwise. */
export function timeOf(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  const ms = UNIX_SECONDS.test(text)
    ? Number(text) * 1000
    : UNIX_MILLISECONDS.test(text)
      ? Number(text)
      : /^\d{4}-\d\d/.test(text)
        ? Date.parse(text)
        : Number.NaN;
  return ms >= 0 && ms <= MAX_TIME_MS ? ms : Number.NaN;
}
