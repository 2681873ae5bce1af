import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ToolCall, Turn } from '@bezoar/core';
import type { ChatModel } from '../model/chat-model.ts';

/** A model behind the chat API of OpenAI, on loopback. */
export interface ServedModel {
  /** Base address: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  /** Questions that were answered. */
  readonly asked: () => number;
  close(): Promise<void>;
}

interface WireCall {
  readonly id?: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

interface WireMessage {
  readonly role: Turn['role'];
  readonly content: string | null;
  readonly tool_calls?: readonly WireCall[];
  readonly tool_call_id?: string;
}

/** What a server that is not right does instead of answering; undefined: it answers. */
export type Interference = (asked: number) => { readonly status: number; readonly body: string } | 'stall' | undefined;

/** Serves a model. `interfere` sees every question by its number, from 1. */
export async function serveModel(model: ChatModel, interfere: Interference = () => undefined): Promise<ServedModel> {
  let asked = 0;
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      if (request.url !== '/v1/chat/completions') {
        response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"not found"}}');
        return;
      }
      const number = ++asked;
      const instead = interfere(number);
      if (instead === 'stall') return;
      if (instead !== undefined) {
        response.writeHead(instead.status, { 'content-type': 'application/json' }).end(instead.body);
        return;
      }
      const { messages } = JSON.parse(body) as { readonly messages: readonly WireMessage[] };
      const turns = messages.map(turnOf);
      const reply = await model.chat({ turns, tools: [], temperature: 0, maxTokens: 64 });
      const calls = reply.toolCalls.map(({ id = 'call_0', name, arguments: text }) => ({
        id,
        type: 'function',
        function: { name, arguments: text },
      }));
      const message = {
        role: 'assistant',
        content: reply.text === '' ? null : reply.text,
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      };
      const finish_reason = calls.length > 0 ? 'tool_calls' : 'stop';
      const answer = {
        id: `chat-${number}`,
        object: 'chat.completion',
        model: reply.servedBy ?? 'served',
        choices: [{ index: 0, message, finish_reason }],
        usage: { prompt_tokens: body.length, completion_tokens: 8, total_tokens: body.length + 8 },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function turnOf({ role, content, tool_calls = [], tool_call_id }: WireMessage): Turn {
  const toolCalls = tool_calls.map(({ id, function: { name, arguments: text } }): ToolCall => {
    return { name, arguments: text, ...(id === undefined ? {} : { id }) };
  });
  return { role, text: content ?? '', toolCalls, ...(tool_call_id === undefined ? {} : { toolCallId: tool_call_id }) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}
