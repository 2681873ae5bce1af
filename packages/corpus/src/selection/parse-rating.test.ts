import { describe, expect, it } from 'vitest';
import { parseRating } from './parse-rating.ts';

describe('parseRating', () => {
  it.each([
    true,
    'yes',
    'Helpful',
    'up',
    'thumbs_up',
    'thumbs-up',
    'Thumbs  Up',
    'positive',
    'good',
    '+1',
    '👍',
    1,
    4,
    4.5,
    5,
    '1',
    '5',
    '4/5',
    '5 stars',
  ])('reads %j as good', (value) => expect(parseRating(value)).toBe(1));

  it.each([
    false,
    'no',
    'not_helpful',
    'Unhelpful',
    'down',
    'thumbs_down',
    'negative',
    'bad',
    '👎',
    0,
    -1,
    1.5,
    2,
    '0',
    '-1',
    '2',
    '1/5',
    '1 star',
    '2 out of 5',
  ])('reads %j as bad', (value) => expect(parseRating(value)).toBe(-1));

  it.each([
    undefined,
    '',
    'maybe',
    3,
    '3',
    '3/5',
    0.5,
    6,
    100,
    '100',
    -2,
    Number.NaN,
    'null',
    'yes please',
    '6/5',
    `good${' '.repeat(99)}`,
  ])('reads %j as nothing', (value) => expect(parseRating(value)).toBe(0));
});
