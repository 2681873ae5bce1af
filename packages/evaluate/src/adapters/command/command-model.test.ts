import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatModel } from '../../model/chat-model.ts';
import { manualTime } from '../testing/manual-time.test-support.ts';
import { chatRequest, completionRequest } from '../testing/questions.test-support.ts';
import { type CommandModelOptions, commandModel } from './command-model.ts';

const ECHO = fileURLToPath(new URL('../../../../../examples/gate-command/echo.mjs', import.meta.url));
const TOOLS = [{ name: 'lookup_order', parameters: {} }];
const FOREVER = 'cat > /dev/null';

const open: ChatModel[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((model) => model.close()));
});

function modelOf(command: string, options: Partial<CommandModelOptions> = {}): ChatModel {
  const model = commandModel({ command, ...options });
  open.push(model);
  return model;
}

/** A command that answers its first question with this line, and then only reads. */
const printing = (line: string) => modelOf(`read -r q; printf '%s\\n' '${line}'; ${FOREVER}`);

describe('a command as a model', () => {
  it('is started once and answers both kinds of questions', async () => {
    const model = modelOf(`node '${ECHO}'`);
    const [said, called, completed] = await Promise.all([
      model.chat(chatRequest('grüße 🙂')),
      model.chat(chatRequest('where is A-17?', { tools: TOOLS })),
      model.complete?.(completionRequest('my parcel')),
    ]);
    expect(said).toEqual({ text: 'You said: grüße 🙂', toolCalls: [], finish: 'stop' });
    expect(called).toEqual({
      text: '',
      toolCalls: [{ id: 'call-2', name: 'lookup_order', arguments: '{"order":"A-17"}' }],
      finish: 'tool-calls',
    });
    expect(completed).toEqual({ text: ' my parcel', finish: 'stop' });
  });

  it('reads questions of a line each, and may answer them in any order', async () => {
    const model = modelOf(
      `read -r a; read -r b; printf '{"id":"2","text":"second"}\\n{"id":"1","text":"first"}\\n'; ${FOREVER}`,
    );
    const texts = [model.chat(chatRequest('line\nbreak')), model.chat(chatRequest('b'))];
    expect((await Promise.all(texts)).map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('refuses a question with its own words, and goes on', async () => {
    const model = modelOf(
      `read -r a; printf '{"id":"1","error":"no\\\\u202e tools"}\\n'; read -r b; printf '{"id":"2","text":"x"}\\n'; ${FOREVER}`,
    );
    await expect(model.chat(chatRequest())).rejects.toMatchObject({
      code: 'evaluate/model-refused',
      message: 'the command does not answer this: `no tools`',
    });
    expect((await model.chat(chatRequest())).text).toBe('x');
  });

  it.each([
    '{"id":"1"}',
    '{"id":"1","text":null}',
    '{"id":"1","text":"x","finish":"tool-calls"}',
    '{"id":"1","toolCalls":[{"arguments":{}}]}',
    '{"id":"1","text":"x","logprobs":[{"token":"x","logprob":1}]}',
  ])('fails one question with the reply %s, and goes on', async (line) => {
    const model = modelOf(
      `read -r a; printf '%s\\n' '${line}'; read -r b; printf '{"id":"2","text":"x"}\\n'; ${FOREVER}`,
    );
    await expect(model.chat(chatRequest())).rejects.toMatchObject({ code: 'evaluate/model-malformed' });
    expect((await model.chat(chatRequest())).text).toBe('x');
  });

  it.each([
    ['no JSON', 'Loading model...', 'one JSON document a line, got `Loading model...`'],
    ['a list', '[]', 'expected `reply` to be an object'],
    ['no id', '{"text":"x"}', 'expected `id` to be a text, got nothing'],
    ['a number for an id', '{"id":1,"text":"x"}', 'expected `id` to be a text'],
    ['an unknown id', '{"id":"7","text":"x"}', 'an open question, got one to `7`'],
    ['two ids', '{"id":"7","id":"1","text":"x"}', 'one JSON document a line'],
  ])('that writes %s is not believed any more', async (_what, line, message) => {
    const model = printing(line);
    const malformed = { code: 'evaluate/model-malformed', message: expect.stringContaining(message) };
    await expect(model.chat(chatRequest())).rejects.toMatchObject(malformed);
    await expect(model.chat(chatRequest())).rejects.toMatchObject(malformed);
  });

  it('that answers a question twice is not believed any more', async () => {
    const model = modelOf(
      `read -r a; printf '{"id":"1","text":"x"}\\n'; read -r b; printf '{"id":"1","text":"y"}\\n'; ${FOREVER}`,
    );
    expect((await model.chat(chatRequest())).text).toBe('x');
    await expect(model.chat(chatRequest())).rejects.toThrow('an open question, got one to `1`');
  });

  it('that writes a line without end is stopped', async () => {
    const model = modelOf(`read -r a; yes x | tr -d '\\n'`);
    await expect(model.chat(chatRequest())).rejects.toMatchObject({
      code: 'evaluate/model-too-large',
      message: 'expected lines of at most 8388608 bytes',
    });
  });

  it('that dies is unreachable, with its last words, for open questions and later ones', async () => {
    const model = modelOf(`read -r a; read -r b; echo 'out of \`memory\`' >&2; exit 3`);
    const gone = {
      code: 'evaluate/model-unreachable',
      message: "the command is gone, it ended with exit code 3: `out of 'memory'`",
    };
    const answers = [model.chat(chatRequest()), model.chat(chatRequest())];
    for (const answer of answers) await expect(answer).rejects.toMatchObject(gone);
    await expect(model.chat(chatRequest())).rejects.toMatchObject(gone);
  });

  it('that is not there is unreachable', async () => {
    await expect(modelOf('/nowhere/model --x').chat(chatRequest())).rejects.toMatchObject({
      code: 'evaluate/model-unreachable',
      message: expect.stringContaining('it ended with exit code 127'),
    });
  });

  it('that does not answer is given up in time, and its late reply is dropped', async () => {
    const time = manualTime();
    const model = modelOf(
      `read -r a; read -r b; printf '{"id":"1","text":"late"}\\n{"id":"2","text":"in time"}\\n'; ${FOREVER}`,
      { timeoutMs: 1000, sleep: time.sleep },
    );
    const late = model.chat(chatRequest('a'));
    await time.awaited(1000);
    time.pass(1000);
    await expect(late).rejects.toMatchObject({ code: 'evaluate/model-timeout', message: 'no answer within 1000 ms' });
    expect((await model.chat(chatRequest('b'))).text).toBe('in time');
  });

  it('has time to end by itself when it is closed, and is not asked again', async () => {
    const time = manualTime();
    const model = commandModel({ command: `node '${ECHO}'`, sleep: time.sleep });
    await model.chat(chatRequest());
    // Nobody lets the time pass after which it would be killed.
    await model.close();
    await model.close();
    expect(time.pending()).toEqual([]);
    await expect(model.chat(chatRequest())).rejects.toMatchObject({ code: 'evaluate/model-unreachable' });
  });

  it('that was never asked was never started', async () => {
    await commandModel({ command: 'exit 1' }).close();
  });
});

describe('what a command starts', () => {
  /** A process that holds a connection to us, so that its end is noticed. */
  async function watched() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const worker = `node -e 'require("net").connect(${port}, "127.0.0.1").on("error", () => {})'`;
    const gone = connected.then(async ([socket]) => {
      socket.resume();
      await once(
        socket.on('error', () => undefined),
        'close',
      );
      server.close();
    });
    return { worker, connected, gone };
  }

  it('is ended with it when it does not end by itself', async () => {
    const { worker, connected, gone } = await watched();
    const time = manualTime();
    const model = commandModel({
      command: `trap '' TERM; ${worker} & read -r a; printf '{"id":"1","text":"x"}\\n'; wait`,
      closeMs: 500,
      sleep: time.sleep,
    });
    await model.chat(chatRequest());
    await connected;
    const closed = model.close();
    await time.awaited(500);
    time.pass(500);
    await Promise.all([closed, gone]);
  });

  it('is ended when the command dies', async () => {
    const { worker, connected, gone } = await watched();
    const model = modelOf(`${worker} > /dev/null 2>&1 & read -r a; read -r b; exit 1`);
    const first = model.chat(chatRequest());
    await connected;
    const second = model.chat(chatRequest());
    await expect(first).rejects.toMatchObject({ code: 'evaluate/model-unreachable' });
    await expect(second).rejects.toMatchObject({ code: 'evaluate/model-unreachable' });
    await gone;
  });

  it('is ended when the command is not believed any more', async () => {
    const { worker, connected, gone } = await watched();
    const model = modelOf(`${worker} & read -r a; read -r b; echo nonsense; wait`);
    const first = model.chat(chatRequest());
    await connected;
    await expect(Promise.all([first, model.chat(chatRequest())])).rejects.toMatchObject({
      code: 'evaluate/model-malformed',
    });
    await gone;
  });
});
