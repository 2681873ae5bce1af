import { describe, expect, it } from 'vitest';
import { progressLine } from './progress.ts';

const MB = { name: 'MB', size: 1e6 };

describe('progressLine', () => {
  it('shows done and total, the rate and the time left', () => {
    expect(progressLine('reading', 12e6, 48e6, 1000, MB)).toBe('reading  12.0 of 48.0 MB  25 %  12.0 MB/s  3 s left');
  });

  it('gives the rate of this stage where the count goes on from the one before', () => {
    const questions = { name: 'questions', size: 1 };
    expect(progressLine('screening', 700, 2000, 10_000, questions, 200)).toBe(
      'screening  700 of 2000 questions  35 %  50 questions/s  26 s left',
    );
  });

  it('gives no rate before there is one, and no numbers where there is nothing to count', () => {
    expect(progressLine('reading', 1e6, 48e6, 100, MB)).toBe('reading  1.0 of 48.0 MB  2 %');
    expect(progressLine('reading excerpts', 0, 1, 9000, { name: '', size: 1 })).toBe('reading excerpts');
  });
});
