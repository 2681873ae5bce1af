import type { GateCommandOptions } from '@bezoar/operations/gate';
import type { Progress } from '../../terminal/progress.ts';

/** What a gate tells of its way. */
type GateEvent = Parameters<NonNullable<GateCommandOptions['onEvent']>>[0];

type GateStage = Extract<GateEvent, { readonly kind: 'stage' }>['stage'];

const STAGES: Readonly<Record<GateStage, string>> = {
  carriers: 'asking without probes',
  noise: 'measuring noise',
  control: 'looking for a planted trigger',
  leak: 'letting the candidate write user turns',
  screening: 'screening',
  hazards: 'taking hits apart',
  comparison: 'comparing with the reference',
  identity: 'checking the models',
};

/** Before the first question: models are loaded, a corpus is read, a control may be trained. */
const PREPARING = 'preparing';

/** Questions of a progress line. A gate asks as many at most, and ends earlier where there is less to take apart. */
const QUESTIONS = { name: 'questions', size: 1 };

/** Shows on the line of progress how far a gate is; returns what is to be told of its events. */
export function showGate(progress: Progress): (event: GateEvent) => void {
  let [label, asked, of] = [PREPARING, 0, 0];
  const show = (): void => progress.update(label, asked, of, QUESTIONS);
  show();
  return (event) => {
    if (event.kind === 'hazard') return;
    if (event.kind === 'stage') label = STAGES[event.stage];
    else ({ asked, of } = event);
    show();
  };
}
