import { BezoarError, type JsonObject, UsageError } from '@bezoar/core';
import {
  arrayAt,
  type Faults,
  formAt,
  listFaults,
  objectAt,
  onlyKeys,
  timestampAt,
  uriAt,
} from '../encoding/field-faults.ts';
import { checkDescriptors, MAX_DESCRIPTOR_TEXT, type ResourceDescriptor, type Subject } from './resource-descriptor.ts';
import { createStatement, type Statement } from './statement.ts';

/** Predicate type of in-toto's Simple Verification Result. */
export const VERIFICATION_RESULT_TYPE = 'https://in-toto.io/attestation/svr/v0.2';

/** Properties of one result; bezoar writes under 10 (CWE-770). */
export const MAX_PROPERTIES = 256;

/** Policies of one result (CWE-770). */
const MAX_POLICIES = 64;

/** A property is compared with what a consumer expects: no look-alikes, no spaces. */
const PROPERTY = /^[!-~]{1,128}$/;

/** Who verified, and by which policies. */
export interface Verifier {
  /** A URI with the version of its logic: it changes when what is verified changes. */
  readonly id: string;
  /** Required since v0.2; empty where no policy was applied. */
  readonly policies: readonly ResourceDescriptor[];
}

/** That an artifact was held against policies, and which properties it has (in-toto SVR v0.2). What failed is not in it. */
export interface VerificationResult {
  readonly verifier: Verifier;
  /** RFC 3339, UTC. */
  readonly timeCreated: string;
  /** Only what holds. */
  readonly properties: readonly string[];
}

/**
 * A statement that these artifacts have these properties. Throws `statement/nothing-verified` without any property, because
 * a consumer that checks signatures only would take it for a good word, and `statement/malformed`.
 */
export function createVerificationResult(
  subject: readonly Subject[],
  { verifier: { id, policies }, timeCreated, properties }: VerificationResult,
): Statement<VerificationResult> {
  if (properties.length === 0) {
    throw new UsageError('statement/nothing-verified', 'expected at least 1 verified property, got 0');
  }
  const predicate: VerificationResult = { verifier: { id, policies }, timeCreated, properties };
  const statement = createStatement(subject, VERIFICATION_RESULT_TYPE, predicate);
  parseVerificationResult(statement);
  return statement;
}

/**
 * Reads the predicate of a Simple Verification Result. Throws `statement/wrong-type`, or `statement/malformed` with every
 * fault: among them fields that v0.2 does not have, a property twice, and none at all.
 */
export function parseVerificationResult(statement: Statement<object>): VerificationResult {
  if (statement.predicateType !== VERIFICATION_RESULT_TYPE) {
    throw new BezoarError(
      'statement/wrong-type',
      `expected predicate type \`${VERIFICATION_RESULT_TYPE}\`, got \`${statement.predicateType}\``,
    );
  }
  // Attacker controls: every field, unless the caller has verified who signed.
  const predicate = statement.predicate as JsonObject;
  const faults: Faults = [];
  onlyKeys(predicate, ['verifier', 'timeCreated', 'properties'], 'predicate', faults);
  const verifier = objectAt(predicate.verifier, 'verifier', faults) ?? {};
  onlyKeys(verifier, ['id', 'policies'], 'verifier', faults);
  uriAt(verifier.id, MAX_DESCRIPTOR_TEXT, 'verifier.id', faults);
  const bounds = { min: 0, max: MAX_POLICIES, identified: false };
  checkDescriptors(verifier.policies, bounds, 'verifier.policies', faults);
  timestampAt(predicate.timeCreated, 'timeCreated', faults);
  const properties = arrayAt(predicate.properties, 1, MAX_PROPERTIES, 'properties', faults);
  for (const [index, property] of properties.entries()) {
    formAt(property, PROPERTY, '1 to 128 printable ASCII characters without spaces', `properties[${index}]`, faults);
  }
  if (new Set(properties).size !== properties.length) faults.push('properties: one stands there twice');
  if (faults.length > 0) throw new BezoarError('statement/malformed', listFaults(faults));
  return predicate as unknown as VerificationResult;
}
