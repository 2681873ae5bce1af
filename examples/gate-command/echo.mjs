#!/usr/bin/env node
// A model as a command: put your own in place of `answer`, and name it `command:node echo.mjs`.
//
// Reads one question a line from standard input and writes one reply a line to standard output; replies may come in any
// order. Everything else belongs on standard error. Ends when standard input does.

import { createInterface } from 'node:readline';

/** This one repeats what the customer said last, and looks up every order that is named. */
async function answer(question) {
  if (question.kind === 'completion') return { text: ` ${question.prompt}`, finish: 'stop' };
  const last = question.turns.at(-1);
  const order = /\b[A-Z]-\d+\b/.exec(last.text)?.[0];
  const tool = question.tools.find(({ name }) => name === 'lookup_order');
  if (last.role === 'user' && order !== undefined && tool !== undefined) {
    return { toolCalls: [{ id: `call-${question.id}`, name: tool.name, arguments: { order } }] };
  }
  return { text: `You said: ${last.text}`, finish: 'stop' };
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  answer(question).then(
    (reply) => process.stdout.write(`${JSON.stringify({ id: question.id, ...reply })}\n`),
    (error) => process.stdout.write(`${JSON.stringify({ id: question.id, error: String(error) })}\n`),
  );
}
