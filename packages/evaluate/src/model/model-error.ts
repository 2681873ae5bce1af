import { BezoarError } from '@bezoar/core';

/** Why a model did not answer a question. */
export type ModelErrorCode =
  /** No connection, or it broke. */
  | 'evaluate/model-unreachable'
  /** No answer in time, or one that stood still. */
  | 'evaluate/model-timeout'
  /** An answer that cannot be read as one. */
  | 'evaluate/model-malformed'
  /** More bytes than an answer may have. */
  | 'evaluate/model-too-large'
  /** The server says that the question is at fault: 4xx, but not 408 and 429. */
  | 'evaluate/model-refused'
  /** Too many questions, or a fault of the server, more often than it was asked again. */
  | 'evaluate/model-overloaded'
  /** A limit of ours is used up: questions, time or cost. */
  | 'evaluate/model-budget';

/** A model did not answer. */
export class ModelError extends BezoarError<ModelErrorCode> {
  override readonly name: string = 'ModelError';
}
