import { BezoarError } from '@bezoar/core/actions';

/** Why a store cannot be used, whoever asks: it is not ours, not durable, of another version, read-only or closed. */
export function storeUnusable(message: string, cause?: unknown): BezoarError {
  return new BezoarError('guard/store-unusable', message, { cause });
}

/** What a store holds is not what the guard wrote. Nothing is decided on it. */
export function storeCorrupt(message: string, cause?: unknown): BezoarError {
  return new BezoarError('guard/store-corrupt', message, { cause });
}

/** What was to be written is nothing that a store can give back exactly. Nothing was written. */
export function notStorable(message: string): BezoarError {
  return new BezoarError('guard/not-storable', message);
}
