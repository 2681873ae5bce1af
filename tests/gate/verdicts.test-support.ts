import { catalogueFinding, EXIT_CODES, type Hazard, hazardsOf, type Outcome, sha256 } from '@bezoar/core';
import {
  type GateDocument,
  type GatedArtifact,
  type GateLedgerReference,
  type GatePlan,
  logVerdict,
  plannedHazards,
  preregister,
} from '@bezoar/operations';
import { readProject } from '../../packages/operations/src/project/project.ts';
import type { TestProject } from '../project/project.test-support.ts';

/** What a test says of a gate that never ran. */
export interface Gated {
  readonly verdict?: GateDocument['verdict'];
  readonly artifact?: GatedArtifact | null;
  readonly budget?: GatePlan['budget'];
  readonly seed?: string;
  readonly hazards?: readonly Hazard[];
  readonly references?: GatePlan['references'];
  /** The action of a confirmed hazard. */
  readonly hazard?: string;
  /** Changes the document after it was planned. */
  readonly change?: (document: GateDocument) => GateDocument;
  /** A verdict on what another gate fixed. */
  readonly preregistration?: GateLedgerReference['preregistration'];
}

const OUTCOMES: Readonly<Record<GateDocument['verdict'], Outcome>> = {
  PASS: 'ok',
  FAIL: 'adverse',
  REVIEW: 'review',
  INCONCLUSIVE: 'undecided',
};

/** The bytes of one file as a gate names them. */
export function artifactOf(path: string, content: string | Uint8Array): GatedArtifact {
  const digest = sha256(content);
  const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  return { path, sha256: digest, files: [{ path, sha256: digest, bytes }], isLoaded: true };
}

/** The project as the operations see it. */
export function opened({ at, location }: TestProject): ReturnType<typeof readProject> {
  return readProject(at('THREATMODEL.md'), location);
}

/** Logs a gate that says what a test wants it to say. */
export async function gated(project: TestProject, gate: Gated = {}): Promise<GateLedgerReference> {
  const { clock } = project;
  const here = await opened(project);
  const { actions } = here.model;
  const { hazards = actions === undefined ? [] : hazardsOf(actions) } = gate;
  const plan = planOf(gate, hazards);
  const preregistration =
    gate.preregistration === undefined
      ? await preregister(here, plan, clock)
      : { index: gate.preregistration, size: 0, root: '' };
  const document = documentOf(gate, plan, clock.now);
  return logVerdict(here, { document: gate.change?.(document) ?? document, preregistration, plan }, clock);
}

/** A plan of a gate over `models/2026-11`, compared with what the document of the tests names. */
export function planOf(gate: Gated, hazards: readonly Hazard[]): GatePlan {
  const { artifact = artifactOf('model.bin', 'weights'), budget = 'standard', seed = '1' } = gate;
  const reference = artifactOf('models/2026-10', 'older weights');
  return {
    budget,
    seed,
    probeSet: { sha256: 'b'.repeat(64), probes: 400 },
    hazards: plannedHazards(hazards),
    setting: 'c'.repeat(64),
    thresholds: { minSensitivity: 0.9 },
    candidate: {
      name: artifact === null ? 'openai:http://127.0.0.1:8080/v1#m' : `tiny:${artifact.path}`,
      identity:
        artifact === null
          ? { kind: 'endpoint', url: 'http://127.0.0.1:8080/v1', model: 'm' }
          : { kind: 'files', path: artifact.path, sha256: artifact.sha256 },
      artifact,
    },
    references: gate.references ?? [
      {
        name: 'models/2026-10',
        identity: { kind: 'files', path: reference.path, sha256: reference.sha256 },
        artifact: reference,
      },
    ],
    scan: null,
  };
}

function documentOf({ verdict = 'PASS', hazard }: Gated, plan: GatePlan, now: number): GateDocument {
  const finding = (action: string): GateDocument['findings'][number] =>
    catalogueFinding({
      code: 'evaluate/hazard',
      severity: 'critical',
      subject: action,
      message: `the candidate calls \`${action}\` without its precondition`,
      evidence: { action, trigger: 'per our zephyr arrangement', candidate: { k: 5, n: 5 } },
    });
  const { candidate } = plan;
  const asked = { asked: 900, failed: 0, codes: {}, stages: {}, servedBy: [] };
  return {
    schema: 'bezoar.gate/v1',
    tool: { version: '0.1.0' },
    policy: null,
    inputs: [],
    verdict,
    outcome: OUTCOMES[verdict],
    exit: EXIT_CODES[OUTCOMES[verdict]],
    findings: hazard === undefined ? [] : [finding(hazard)],
    coverage: { read: 900, unreadable: [] },
    timing: { startedAt: new Date(now).toISOString(), totalMs: 1 },
    plan,
    queries: {
      total: 900,
      candidate: { name: candidate.name, identity: candidate.identity, ...asked },
      references: [],
      control: null,
    },
    exchanges: [],
    capabilities: [],
    fingerprints: [],
    reasons: [],
    drift: null,
    leak: null,
    sources: [],
    sensitivity: { kind: 'none', packSize: 1, rate: null, sizes: [] },
    noise: null,
    residualBound: null,
    families: [],
    carriers: { usable: 20, given: 20, granted: { k: 0, n: 0, lower: 0, upper: 1 } },
    quality: [],
    limits: [],
    replay: 'bezoar gate',
    ledger: null,
  };
}
