import { goodAnswer } from './good-answer.ts';
import { answerChanged, answerChoice, answerMessage, answerWell, type Misbehaviour, send } from './misbehaviour.ts';

/** Answers after which a server that changes its model has changed it. */
const ANSWERS_BEFORE_CHANGE = 30;

const call = (changes: Readonly<Record<string, unknown>>) =>
  answerMessage({ content: null, tool_calls: [{ id: 'a', type: 'function', ...changes }] }, 'tool_calls');

const logprobs = (content: unknown): Misbehaviour => answerChoice((choice) => ({ ...choice, logprobs: { content } }));

/** Answers as if something had not been asked for. */
function answerWithout(name: string): Misbehaviour {
  return (exchange) => {
    const { [name]: _dropped, ...body } = exchange.question.body;
    answerWell({ ...exchange, question: { ...exchange.question, body } });
  };
}

/** Servers whose answers are odd, but not wrong: a reply comes of each. */
export const CONTENT_ODDITIES: Readonly<Record<string, Misbehaviour>> = {
  good: (exchange) => answerWell(exchange),
  'drops-tools': answerWithout('tools'),
  'drops-logprobs': answerWithout('logprobs'),
  'ignores-seeds': (exchange) => {
    const body = { ...exchange.question.body, seed: exchange.count };
    answerWell({ ...exchange, question: { ...exchange.question, body } });
  },
  'is-never-the-same': (exchange) => answerWell(exchange, String(exchange.count)),
  'changes-model-midway': (exchange) =>
    answerWell(exchange, exchange.count > ANSWERS_BEFORE_CHANGE ? 'second' : 'first'),
};

/** Servers whose answers cannot be read as one. */
export const CONTENT_FAULTS: Readonly<Record<string, Misbehaviour>> = {
  'malformed-json': (exchange) => send(exchange, '{"choices": [}'),
  'truncated-json': (exchange) => send(exchange, JSON.stringify(goodAnswer(exchange.question)).slice(0, -20)),
  'two-documents': (exchange) => {
    const text = JSON.stringify(goodAnswer(exchange.question));
    send(exchange, text + text);
  },
  'repeated-names': (exchange) =>
    send(exchange, JSON.stringify(goodAnswer(exchange.question)).replace('{', '{"choices":[],')),
  'not-utf-8': (exchange) => send(exchange, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
  'deep-nesting': (exchange) => send(exchange, `${'['.repeat(5000)}${']'.repeat(5000)}`),
  'empty-body': (exchange) => send(exchange, ''),
  'not-a-number': (exchange) =>
    send(exchange, JSON.stringify(goodAnswer(exchange.question)).replace('"usage":{', '"usage":{"x":NaN,')),
  'html-page': (exchange) => send(exchange, '<!doctype html><title>502</title>', 'text/html'),
  'html-called-json': (exchange) => send(exchange, '<!doctype html><title>502</title>'),
  'text-type': (exchange) => send(exchange, JSON.stringify(goodAnswer(exchange.question)), 'text/plain'),
  'event-stream': (exchange) => send(exchange, 'data: {"choices":[]}\n\n', 'text/event-stream'),
  'a-list': (exchange) => send(exchange, '[]'),
  'no-choices': answerChanged(({ choices: _left, ...answer }) => answer),
  'empty-choices': answerChanged((answer) => ({ ...answer, choices: [] })),
  'two-choices': answerChanged((answer) => ({ ...answer, choices: [answer.choices, answer.choices].flat() })),
  'no-message': answerChoice(() => ({ finish_reason: 'stop' })),
  'nothing-said': answerMessage({ content: null }),
  'call-lost': answerMessage({ content: 'One moment.' }, 'tool_calls'),
  'call-without-name': call({ function: { arguments: '{}' } }),
  'call-with-empty-name': call({ function: { name: '', arguments: '{}' } }),
  'call-without-function': call({}),
  'call-of-another-type': call({ type: 'custom', custom: { name: 'issue_credit', input: '500' } }),
  'call-arguments-list': call({ function: { name: 'a', arguments: [500] } }),
  'calls-no-list': answerMessage({ content: 'x', tool_calls: { name: 'a' } }),
  'content-number': answerMessage({ content: 7 }),
  'content-picture': answerMessage({ content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }),
  'usage-below-zero': answerChanged((answer) => ({ ...answer, usage: { prompt_tokens: -1, completion_tokens: 1 } })),
  'model-no-text': answerChanged((answer) => ({ ...answer, model: { name: 'x' } })),
  'logprob-positive': logprobs([{ token: 'x', logprob: 2, top_logprobs: [] }]),
  'logprob-text': logprobs([{ token: 'x', logprob: '-1' }]),
  'logprob-missing': logprobs([{ token: 'x' }]),
  'logprob-null': logprobs([{ token: 'x', logprob: null }]),
  'logprobs-no-distribution': logprobs([
    { token: 'x', logprob: 0, top_logprobs: ['x', 'y'].map((token) => ({ token, logprob: -0.1 })) },
  ]),
  'logprobs-no-list': logprobs({ x: -1 }),
  'logprobs-true': answerChoice((choice) => ({ ...choice, logprobs: true })),
};
