import type { CapCounts } from '@bezoar/core';

/** A section of the document: why, and what. */
export interface Section {
  readonly heading: string;
  /** Markdown, wrapped. */
  readonly prose: string;
  /** Lines of `yaml bezoar` blocks, in order. */
  readonly blocks?: readonly string[];
}

/** The high-value action that the model can take. */
export interface ActionAnswer {
  /** The tool's name. */
  readonly name: string;
  /** The tool that must have been called before, in every legitimate conversation. */
  readonly after?: string;
  /** The argument that carries an amount, in minor units. */
  readonly amountArgument?: string;
  /** ISO 4217. */
  readonly currency?: string;
  /** The argument that names the business transaction, such as an order. */
  readonly oncePer?: string;
  /** URL that says `{"eligible": true}`; `{argument}` stands for an argument. */
  readonly eligibilityUrl?: string;
}

/** Caps that a corpus bears, and what they cost it. */
export interface CapsAnswer {
  readonly records: CapCounts;
  readonly slice: CapCounts;
  /** On how many records, and the shares that they leave out, 0..1. */
  readonly measuredOn: number;
  readonly lossOutside: number;
  readonly lossInside: number;
}

/** What `bezoar init` asks. What is not answered takes the profile's default, or is left out. */
export interface ProfileAnswers {
  readonly title: string;
  /** The ledger's verifier key. */
  readonly ledgerKey?: string;
  /** `SHA256:` fingerprints of keys that belong to machines. */
  readonly pipelineKeys?: readonly string[];
  /** OpenSSH allowed-signers file. */
  readonly signersFile?: string;
  /** Signatures that a loosening takes; 2 by default. */
  readonly loosenSignatures?: number;
  /** Earlier corpora that are believed clean. */
  readonly trusted?: readonly string[];
  /** Path or glob of what users send. */
  readonly sources?: string;
  /** Caps that were measured on the corpus; absent: the profile's own. */
  readonly caps?: CapsAnswer;
  readonly action?: ActionAnswer;
  /** The model that serves today. */
  readonly reference?: string;
  /** Publishers whose models are used. */
  readonly publishers?: readonly string[];
  /** Formats that may be loaded. */
  readonly formats?: readonly string[];
}

/** A list in brackets. */
export function inBrackets(values: readonly string[]): string {
  return `[${values.map(quoted).join(', ')}]`;
}

/** A text as YAML: plain where it cannot be mistaken for anything else, else as a JSON string. */
export function quoted(value: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9_./*-]*$/.test(value) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
