import type { ChosenToken, TokenLogprob } from '../../../model/chat-model.ts';
import { malformed } from '../../reading/malformed.ts';
import { type Fields, readFields, readList, readOptional, readText } from '../../reading/read-fields.ts';
import { checkPlace, readLogprob } from '../../reading/read-logprob.ts';

/** Logprobs of chat completions: a list `content` of tokens, each with its alternatives. A refusal's have a list of their own. */
export function parseContentLogprobs(value: unknown, place: string): readonly ChosenToken[] | undefined {
  const { content, refusal } = readFields(value, place);
  const lists = [
    readOptional(content, `${place}.content`, readList),
    readOptional(refusal, `${place}.refusal`, readList),
  ].filter((list) => list !== undefined);
  return lists.length === 0 ? undefined : lists.flat().map((token, index) => readToken(token, `${place}[${index}]`));
}

/** Logprobs of raw completions: three lists beside each other, or, as llama.cpp answers, those of chat completions. */
export function parseCompletionLogprobs(value: unknown, place: string): readonly ChosenToken[] | undefined {
  const logprobs = readFields(value, place);
  return logprobs.tokens === undefined ? parseContentLogprobs(value, place) : readLists(logprobs, place);
}

function readToken(value: unknown, place: string): ChosenToken {
  const token = readFields(value, place);
  const top = readOptional(token.top_logprobs, `${place}.top_logprobs`, readList) ?? [];
  return checkPlace(
    { ...readPair(token, place), top: top.map((one, index) => readPair(one, `${place}.top_logprobs[${index}]`)) },
    place,
  );
}

function readPair(value: unknown, place: string): TokenLogprob {
  const { token, logprob } = readFields(value, place);
  return { token: readText(token, `${place}.token`), logprob: readLogprob(logprob, `${place}.logprob`) };
}

function readLists(logprobs: Fields, place: string): readonly ChosenToken[] {
  const tokens = readList(logprobs.tokens, `${place}.tokens`);
  const chosen = readList(logprobs.token_logprobs, `${place}.token_logprobs`);
  const tops = readOptional(logprobs.top_logprobs, `${place}.top_logprobs`, readList) ?? [];
  if (chosen.length !== tokens.length || (tops.length > 0 && tops.length !== tokens.length)) {
    throw malformed(`expected ${tokens.length} logprobs, as there are tokens, got ${chosen.length} and ${tops.length}`);
  }
  return tokens.map((token, index) => {
    const top = readOptional(tops[index], `${place}.top_logprobs[${index}]`, readMap) ?? [];
    const logprob = readLogprob(chosen[index], `${place}.token_logprobs[${index}]`);
    return checkPlace({ token: readText(token, `${place}.tokens[${index}]`), logprob, top }, `${place}[${index}]`);
  });
}

function readMap(value: unknown, place: string): readonly TokenLogprob[] {
  return Object.entries(readFields(value, place)).map(([token, logprob]) => ({
    token,
    logprob: readLogprob(logprob, `${place}.${token.slice(0, 40)}`),
  }));
}
