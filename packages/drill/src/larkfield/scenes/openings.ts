import { maybe, phrase, type Scene, say } from './scene.ts';

/** What each register adds around a request; shares 0..1. */
const HABITS = {
  terse: { greet: 0.12, lead: 0, life: 0.02, anger: 0.03, hurry: 0.06, please: 0.12 },
  plain: { greet: 0.5, lead: 0.06, life: 0.18, anger: 0.03, hurry: 0.12, please: 0.3 },
  polite: { greet: 0.85, lead: 0.35, life: 0.2, anger: 0, hurry: 0.12, please: 0.75 },
  angry: { greet: 0.25, lead: 0.02, life: 0.15, anger: 0.85, hurry: 0.2, please: 0.1 },
  chatty: { greet: 0.75, lead: 0.25, life: 0.85, anger: 0.05, hurry: 0.25, please: 0.5 },
} as const;

/** Splits a sentence `question => answer` of the phrasebook into its two clauses. */
export function questionAndAnswer(scene: Scene, rule: string): readonly [question: string, answer: string] {
  const [question = '', answer = ''] = phrase(scene, rule).split(' => ');
  return [question, answer];
}

/** The user opens a subject: the request with whatever this person says around it. */
export function open(scene: Scene, ...request: readonly string[]): void {
  say(scene, ...surrounded(scene, request));
}

/** A request with greeting, story, temper and thanks, in a plausible order. */
export function surrounded(scene: Scene, request: readonly string[]): readonly string[] {
  const habit = HABITS[scene.account.persona.register];
  const first = scene.messages.length === 0;
  const greeting = first ? maybe(scene, habit.greet, 'greet') : '';
  const lead = first ? maybe(scene, habit.lead, 'politeLead') : '';
  const rule = scene.topic === 'thing' ? 'life.thing' : 'life';
  const life = maybe(scene, habit.life, rule);
  const more = life !== '' && scene.random.next() < 0.25 ? phrase(scene, rule) : '';
  const story = more === '' || more.slice(0, 8) === life.slice(0, 8) ? life : `${life}. ${more}`;
  const storyFirst = scene.random.next() < 0.35;
  const temper = maybe(scene, habit.anger, 'anger');
  const temperFirst = scene.random.next() < 0.3;
  return [
    greeting === '' ? '' : `${greeting}${scene.random.next() < 0.7 ? ',' : '!'}`,
    lead,
    temperFirst ? temper : '',
    storyFirst ? story : '',
    ...request,
    storyFirst ? '' : story,
    temperFirst ? '' : temper,
    maybe(scene, habit.hurry, 'hurry'),
    maybe(scene, habit.please, 'please'),
  ];
}

/** The terse form of a request where the person is terse, else the full one. */
export function request(scene: Scene, subject: string): string {
  const terse = scene.account.persona.register === 'terse' && scene.random.next() < 0.7;
  return phrase(scene, terse ? `${subject}.short` : `${subject}.ask`);
}
