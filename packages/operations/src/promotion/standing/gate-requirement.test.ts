import { describe, expect, it } from 'vitest';
import type { GatedModel } from '../../gate/gate-document.ts';
import { isNamed } from './gate-requirement.ts';

const tiny = (name: string, path: string): GatedModel => ({
  name,
  identity: { kind: 'files', path, sha256: 'a'.repeat(64) },
  artifact: { path, sha256: 'a'.repeat(64), files: [], isLoaded: true },
});
const endpoint = (name: string): GatedModel => ({
  name,
  identity: { kind: 'endpoint', url: 'http://127.0.0.1:8080/v1', model: 'm' },
  artifact: null,
});

describe('a reference of the document', () => {
  it.each([
    ['tiny:models/2026-10', 'models/2026-10', 'models/2026-10'],
    ['tiny:../models/2026-10', 'models/2026-10', 'models/2026-10'],
    ['tiny:/srv/models/2026-10', 'models/2026-10', './models/2026-10/'],
    ['tiny:models/2026-10', 'models/2026-10', 'tiny:models/2026-10'],
    ['tiny:../models/2026-10', 'models/2026-10', 'tiny:models//2026-10'],
  ])('`%s` at `%s` is the one that it calls `%s`', (name, path, reference) => {
    expect(isNamed(tiny(name, path), reference)).toBe(true);
  });

  it('is an endpoint by its whole name alone', () => {
    const name = 'openai:http://127.0.0.1:8080/v1#m';
    expect(isNamed(endpoint(name), name)).toBe(true);
    for (const other of ['m', 'http://127.0.0.1:8080/v1#m', `${name}/`, 'openai:http://127.0.0.1:8081/v1#m', '']) {
      expect(isNamed(endpoint(name), other)).toBe(false);
    }
  });

  it('is no model whose path only ends like it', () => {
    for (const reference of ['2026-10', 'models/2026-1', 'old/models/2026-10', '../models/2026-10']) {
      expect(isNamed(tiny('tiny:models/2026-10', 'models/2026-10'), reference)).toBe(false);
    }
  });
});
