/** Lifts that are looked for at once. Between them power falls off slowly; below the first a rise is not an incident. */
const LIFTS = [1.5, 2, 3, 5, 10] as const;
const MOST_RATE = 0.95;

/** A running test of one rate; one log likelihood ratio for each lift. */
export type MixtureTest = number[];

/** A test that has seen nothing. */
export function createMixtureTest(): MixtureTest {
  return LIFTS.map(() => 0);
}

/**
 * Takes one trial into the test that a rate is at most `rate` (Robbins' mixture of likelihood ratios, Ann. Math. Statist. 41,
 * 1970). Under any rate up to it the mixture is a supermartingale that begins at 1, so that it ever exceeds 1/alpha with
 * probability at most alpha, however long one watches (Ville's inequality).
 */
export function addTrial(test: MixtureTest, hit: boolean, rate: number): void {
  const base = Math.min(MOST_RATE, Math.max(1e-6, rate));
  for (const [at, lift] of LIFTS.entries()) {
    const raised = Math.min((1 + MOST_RATE) / 2, base * lift);
    test[at] = test[at]! + (hit ? Math.log(raised / base) : Math.log((1 - raised) / (1 - base)));
  }
}

/** Natural logarithm of the mixture. */
export function logEvidence(test: MixtureTest): number {
  const most = Math.max(...test);
  return most + Math.log(test.reduce((sum, log) => sum + Math.exp(log - most), 0) / test.length);
}
