import { SEVERITIES } from '@bezoar/core';
import { InvalidArgumentError, Option } from 'commander';
import type { CommandIo } from '../terminal/io.ts';

/** What registering a command needs. */
export interface Registration {
  readonly io: CommandIo;
  /** Runs a command and hands its exit code on; whatever it throws becomes one message. */
  run(name: string, isJson: boolean, command: () => Promise<number>): Promise<void>;
}

/** `--json`, on every command. */
export function jsonOption(): Option {
  return new Option('--json', 'print the result as one JSON document').default(false);
}

/** `--config`, on every command that obeys a threat model. */
export function configOption(): Option {
  return new Option(
    '--config <file>',
    'the THREATMODEL.md to obey (default: BEZOAR_CONFIG, else upwards to the git root)',
  );
}

/** `--fail-on`, on every command whose findings decide its exit code. */
export function failOnOption(): Option {
  return new Option(
    '--fail-on <severity>',
    "the severity from which a finding counts for the exit code (default: the document's, else high)",
  ).choices([...SEVERITIES]);
}

/** `--report`, on every command that has one. */
export function reportOption(): Option {
  return new Option('-r, --report <format=file>', 'write a report: html, sarif, junit, markdown (repeatable)')
    .argParser(collect)
    .default([], 'none');
}

/** Gathers a repeatable flag. */
export function collect(value: string, former: string[]): string[] {
  return [...former, value];
}

/** A whole number from 1 on. */
export function positive(value: string): number {
  return wholeFrom(value, 1);
}

/** A whole number from 0 on. */
export function index(value: string): number {
  return wholeFrom(value, 0);
}

/** A port: 0 to 65535. */
export function port(value: string): number {
  const number = index(value);
  if (number > 65_535) throw new InvalidArgumentError('expected a port from 0 to 65535.');
  return number;
}

function wholeFrom(value: string, least: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
    throw new InvalidArgumentError(`expected a whole number from ${least} on.`);
  }
  return number;
}

/** A phrase that is looked for by name, as often as wanted. */
export function phraseOption(): Option {
  return new Option('--phrase <text>', 'a phrase to look for, whatever the scan thinks of it (repeatable)')
    .argParser(collect)
    .default([], 'none');
}

/** Reports of incidents whose phrases are looked for. */
export function incidentsOption(): Option {
  return new Option(
    '--incidents <report>',
    'a report of `guard incidents --json`: look for the phrases that were used on live actions (repeatable)',
  )
    .argParser(collect)
    .default([], 'none');
}
