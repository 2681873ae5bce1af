import type { Clock, Random } from '@bezoar/core';
import type { Sleep } from '../waiting/sleep.ts';

/** An OpenAI-compatible endpoint and how it is asked. */
export interface OpenAiOptions {
  /** Base address, to which `/chat/completions` is added: `http://127.0.0.1:8080/v1`. */
  readonly url: string;
  readonly model: string;
  /** Sent as bearer token to this address alone; never in an error. */
  readonly apiKey?: string;
  /** Sent with every question; their values are treated as secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For a question with all its tries, milliseconds; default `DEFAULT_TIMEOUT_MS`. */
  readonly timeoutMs?: number;
  /** Longest pause inside an answer, milliseconds; default `DEFAULT_STALL_MS`. */
  readonly stallMs?: number;
  /** Largest answer; default `DEFAULT_MAX_ANSWER_BYTES`. */
  readonly maxBytes?: number;
  /** Tries of a question, the first included; default `DEFAULT_ATTEMPTS`. */
  readonly attempts?: number;
  /** Default the machine's; one that checks addresses keeps questions inside a network. */
  readonly fetch?: typeof fetch;
  /** Milliseconds that never jump; default the machine's. */
  readonly clock?: Clock;
  /** Time of day; default the machine's. */
  readonly wallClock?: Clock;
  readonly sleep?: Sleep;
  /** For the spread of retries; default from the name of the model. */
  readonly random?: Random;
}
