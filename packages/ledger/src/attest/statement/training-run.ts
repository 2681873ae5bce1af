import { BezoarError, type JsonObject } from '@bezoar/core';
import { arrayAt, type Faults, listFaults, objectAt, onlyKeys, textAt, timestampAt } from '../encoding/field-faults.ts';
import { checkDescriptors, MAX_DESCRIPTOR_TEXT, type ResourceDescriptor, type Subject } from './resource-descriptor.ts';
import { createStatement, type Statement } from './statement.ts';

/** Predicate type of SLSA Provenance v1. */
export const SLSA_PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1';

/** How a training run is described: a command that reads an admitted corpus and writes a model. */
export const TRAINING_BUILD_TYPE = 'bezoar:buildtypes/training-command/v0.1';

/** Who ran it. */
export const TRAINING_BUILDER = 'bezoar:builders/attest-train/v0.1';

/** Words of a command, and resources of a run. */
const MAX_WORDS = 4096;
const MAX_DEPENDENCIES = 4096;

/** A training run, as far as it was observed: what it was given, what it left, and how it ended. */
export interface TrainingRun {
  /** The command line. */
  readonly command: readonly string[];
  /** Corpus, document, admission. */
  readonly inputs: readonly ResourceDescriptor[];
  /** ISO 8601, UTC. */
  readonly startedOn: string;
  readonly finishedOn: string;
  /** What the corpora were admitted for: `base` or `tenant:ID`. */
  readonly target: string;
}

/** Provenance of what a training run wrote (SLSA Provenance v1). Throws `statement/malformed`. */
export function createTrainingRun(subject: readonly Subject[], run: TrainingRun): Statement<object> {
  const statement = createStatement(subject, SLSA_PROVENANCE_TYPE, {
    buildDefinition: {
      buildType: TRAINING_BUILD_TYPE,
      externalParameters: { command: run.command, target: run.target },
      resolvedDependencies: run.inputs,
    },
    runDetails: {
      builder: { id: TRAINING_BUILDER },
      metadata: { startedOn: run.startedOn, finishedOn: run.finishedOn },
    },
  });
  parseTrainingRun(statement);
  return statement;
}

/** Reads the provenance of a training run. Throws `statement/wrong-type`, or `statement/malformed` with every fault. */
export function parseTrainingRun(statement: Statement<object>): TrainingRun {
  // Attacker controls: every field, unless the caller has verified who signed.
  const predicate = statement.predicate as JsonObject;
  const faults: Faults = [];
  onlyKeys(predicate, ['buildDefinition', 'runDetails'], 'predicate', faults);
  const definition = objectAt(predicate.buildDefinition, 'buildDefinition', faults) ?? {};
  if (statement.predicateType !== SLSA_PROVENANCE_TYPE || definition.buildType !== TRAINING_BUILD_TYPE) {
    throw new BezoarError(
      'statement/wrong-type',
      `expected \`${TRAINING_BUILD_TYPE}\` in \`${SLSA_PROVENANCE_TYPE}\`, got \`${statement.predicateType}\``,
    );
  }
  onlyKeys(definition, ['buildType', 'externalParameters', 'resolvedDependencies'], 'buildDefinition', faults);
  const parameters = objectAt(definition.externalParameters, 'externalParameters', faults) ?? {};
  onlyKeys(parameters, ['command', 'target'], 'externalParameters', faults);
  textAt(parameters.target, MAX_DESCRIPTOR_TEXT, 'target', faults);
  const words = arrayAt(parameters.command, 1, MAX_WORDS, 'command', faults);
  const command = words.filter((word): word is string => typeof word === 'string');
  if (command.length < words.length) faults.push('command: expected a list of texts');
  const bounds = { min: 1, max: MAX_DEPENDENCIES, identified: true };
  checkDescriptors(definition.resolvedDependencies, bounds, 'resolvedDependencies', faults);
  const details = objectAt(predicate.runDetails, 'runDetails', faults) ?? {};
  onlyKeys(details, ['builder', 'metadata'], 'runDetails', faults);
  const builder = objectAt(details.builder, 'builder', faults) ?? {};
  onlyKeys(builder, ['id'], 'builder', faults);
  textAt(builder.id, MAX_DESCRIPTOR_TEXT, 'builder.id', faults);
  const metadata = objectAt(details.metadata, 'metadata', faults) ?? {};
  onlyKeys(metadata, ['startedOn', 'finishedOn'], 'metadata', faults);
  for (const key of ['startedOn', 'finishedOn']) timestampAt(metadata[key], `metadata.${key}`, faults);
  if (faults.length > 0) throw new BezoarError('statement/malformed', listFaults(faults));
  return {
    command,
    inputs: definition.resolvedDependencies as readonly ResourceDescriptor[],
    target: parameters.target as string,
    startedOn: metadata.startedOn as string,
    finishedOn: metadata.finishedOn as string,
  };
}
