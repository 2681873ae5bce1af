import { betaBinomialTail, poissonTail } from '@bezoar/core';

/** Smallest probability that is told apart from 0. */
const LEAST = 1e-300;

/**
 * How surprising it is that this many accounts came with a phrase: minus the decimal logarithm of the probability of at least
 * as many by chance, where each of `requests` requests holds it at `rate`.
 */
export function surpriseOf(accounts: number, rate: number, requests: number): number {
  return -Math.log10(Math.max(LEAST, poissonTail(accounts, Math.max(LEAST, rate * Math.max(1, requests)))));
}

/**
 * Whether a phrase comes mostly with requests: the chance that so many of the accounts that use it are requesting ones, if half
 * were, is at most a quarter. Three of three pass, three of four do not; four of five do.
 */
export function isMostlyRequests(requesting: number, others: number): boolean {
  return betaBinomialTail(requesting, requesting + others, 0.5, 0) <= 0.25;
}
