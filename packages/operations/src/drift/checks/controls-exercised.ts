import { CONTROLS, FINDING_CATALOGUE, findingId, formatDuration } from '@bezoar/core';
import { ageText } from '../../posture/age-text.ts';
import { type ControlPosture, postureOf } from '../../posture/posture.ts';
import type { Drift, DriftCheck } from '../drift-check.ts';

/** Every declared control left evidence, and none of it is older than the document allows. */
export const controlsExercised: DriftCheck = {
  name: 'controls exercised',
  run: async ({ project, log, now }) => {
    const declared = postureOf(project.model, log.controls, now)
      .flatMap(({ controls }) => controls)
      .filter(({ state }) => state !== 'not declared');
    const drifts = declared.filter(({ state }) => state !== 'enforced').map((one) => driftOf(one, project.shownPath));
    return { drifts, undecided: [], compared: declared.length };
  },
};

function driftOf(posture: ControlPosture, path: string): Drift {
  const { control, state, maxAgeMs = 0, ageMs, command, title } = posture;
  const code = 'policy/control-not-exercised';
  const allowed = formatDuration(maxAgeMs);
  const observed =
    state === 'not available'
      ? 'not available in this version: nothing enforces it'
      : ageMs === undefined
        ? 'never exercised'
        : `last exercised ${ageText(ageMs)} ago`;
  return {
    control,
    declared: `exercised within ${allowed}`,
    observed,
    finding: {
      id: findingId(code, control),
      code,
      severity: 'high',
      subject: control,
      location: { file: path },
      control: 'policy/document',
      threats: CONTROLS[control].threats,
      message: `\`${control}\` (${title}) is declared, evidence at most ${allowed} old; ${observed}`,
      evidence: { state, maxAgeMs, ageMs: ageMs ?? null, command: command ?? null },
      remedy:
        command === undefined
          ? FINDING_CATALOGUE[code].remedy
          : `Run \`${command}\`. ${FINDING_CATALOGUE[code].remedy}`,
    },
  };
}
