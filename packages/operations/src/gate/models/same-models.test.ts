import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChatModel, functionModel, ModelError, recordExchanges } from '@bezoar/evaluate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestArtifact } from '../../promotion/artifact-digest.ts';
import { takeFingerprint } from './examine-endpoint.ts';
import type { ModelAccess, OpenedModel } from './open-model.ts';
import { sameModels } from './same-models.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'same-models-'));
  await writeFile(join(folder, 'model.bin'), 'weights');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const access = (): ModelAccess => ({ workingDirectory: folder, concurrency: 1 });

function speaker(text: () => string): ChatModel {
  return functionModel({ name: 'desk', chat: () => ({ text: text(), toolCalls: [], finish: 'stop' }) });
}

async function served(raw: ChatModel, place?: string): Promise<OpenedModel> {
  const artifact = place === undefined ? null : { ...(await digestArtifact(place, access())), isLoaded: false };
  return {
    model: recordExchanges(raw),
    gated: { name: 'desk', identity: raw.identity, artifact },
    raw,
    first: await takeFingerprint(raw),
    ...(place === undefined ? {} : { place }),
  };
}

describe('models at the end of a gate', () => {
  it('are the same where nothing changed', async () => {
    const model = await served(
      speaker(() => 'Good morning, how can I help?'),
      'model.bin',
    );
    expect(await sameModels([model], access())()).toEqual({ same: true, detail: '' });
  });

  it.each(['other', ''])('are others where a file became `%s` midway', async (text) => {
    const model = await served(
      speaker(() => 'Hello.'),
      'model.bin',
    );
    const isSame = sameModels([model], access());
    await writeFile(join(folder, 'model.bin'), text);
    expect(await isSame()).toEqual({ same: false, detail: '`model.bin` changed while the gate ran' });
  });

  it('are others where a file is gone, or another one lies beside it', async () => {
    const model = await served(
      speaker(() => 'Hello.'),
      '.',
    );
    await writeFile(join(folder, 'more.bin'), 'more');
    expect(await sameModels([model], access())()).toMatchObject({ same: false });
    await rm(join(folder, 'more.bin'));
    expect(await sameModels([model], access())()).toMatchObject({ same: true });
    await rm(join(folder, 'model.bin'));
    expect(await sameModels([model], access())()).toMatchObject({ same: false });
  });

  it('are others where an endpoint answers the same questions otherwise', async () => {
    let text = 'Good morning, how can I help?';
    const model = await served(speaker(() => text));
    const isSame = sameModels([model], access());
    text = 'Als anderes Modell antworte ich anders.';
    const { same, detail } = await isSame();
    expect(same).toBe(false);
    expect(detail).toContain('`desk` answers fixed questions otherwise than at the beginning');
  });

  it('cannot be told where an endpoint gave no fingerprint, first or last', async () => {
    let isDown = true;
    const raw = speaker(() => {
      if (isDown) throw new ModelError('evaluate/model-unreachable', 'connection refused');
      return 'Hello.';
    });
    const late = await served(raw);
    isDown = false;
    const fault = { same: false, detail: '`desk` has no fingerprint: connection refused' };
    expect(await sameModels([late], access())()).toEqual(fault);
    const early = await served(raw);
    isDown = true;
    expect(await sameModels([early], access())()).toEqual(fault);
  });

  it('are not called others because the run was interrupted', async () => {
    const model = await served(
      speaker(() => 'Hello.'),
      'model.bin',
    );
    const reason = new Error('interrupted');
    await expect(sameModels([model], { ...access(), signal: AbortSignal.abort(reason) })()).rejects.toBe(reason);
  });
});
