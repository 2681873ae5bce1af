import type { GuardStore } from '../guard-store.ts';

/** One promise that a store keeps. Rejects with an `AssertionError` where it does not. */
export interface ConformanceCase {
  /** A sentence of behaviour. */
  readonly name: string;
  run(): Promise<void>;
}

/** A store of its own for one case. */
export interface StoreUnderTest {
  /** Empty. */
  readonly store: GuardStore;
  /** Closes every handle and opens the same data again; absent where nothing outlives the process. */
  reopen?(): Promise<GuardStore>;
  /** Another handle on the same data, as another process has it; absent where there can be none. */
  second?(): Promise<GuardStore>;
  /** Closes what is open and removes what was written. */
  dispose(): Promise<void>;
}

/** What a case does with a store that is removed afterwards. */
export type CaseBody = (target: StoreUnderTest) => Promise<void>;
