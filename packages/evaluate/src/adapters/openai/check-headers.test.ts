import { describe, expect, it } from 'vitest';
import { checkHeaders } from './check-headers.ts';
import { openAiModel } from './open-ai-model.ts';

const ENDPOINT = { url: 'http://127.0.0.1:1/v1', model: 'm' };

describe('a key that cannot be sent', () => {
  it.each([
    [{ apiKey: 'hunter2\n' }],
    [{ apiKey: '' }],
    [{ apiKey: 'hunter2 two' }],
    [{ apiKey: 'hunter2-ü' }],
    [{ headers: { 'x-key': 'hunter2\r\nx: y' } }],
    [{ headers: { 'x key': 'hunter2' } }],
  ])('is refused before it is used, and not repeated: %j', (options) => {
    let message = '';
    try {
      openAiModel({ ...ENDPOINT, ...options });
    } catch (error) {
      expect(error).toMatchObject({ name: 'UsageError', code: 'evaluate/model-key' });
      message = (error as Error).message;
    }
    expect(message).toContain('expected');
    expect(message).not.toContain('hunter2');
  });

  it('is no part of what a model is called', () => {
    const model = openAiModel({ ...ENDPOINT, apiKey: 'hunter2', headers: { 'x-key': 'hunter3' } });
    expect(JSON.stringify(model)).not.toContain('hunter');
    expect(model.name).toBe('openai:http://127.0.0.1:1/v1#m');
  });

  it('takes the place of a header of the same name, however that is written', () => {
    expect(checkHeaders({ Authorization: 'Basic x', 'X-A': 'b' }, 'hunter2')).toEqual({
      headers: { authorization: 'Bearer hunter2', 'x-a': 'b' },
      secrets: ['Basic x', 'b', 'hunter2'],
    });
  });
});
