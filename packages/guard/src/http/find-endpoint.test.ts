import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from './endpoints/endpoints.ts';
import { findMethod, findPath } from './find-endpoint.ts';

describe('a path', () => {
  it('leads to every endpoint that is written so', () => {
    const id = '0123456789abcdef0123456789abcdef';
    for (const endpoint of ENDPOINTS) {
      const found = findPath(endpoint.path.replace('{id}', id));
      expect(findMethod(found, endpoint.method)).toBe(endpoint);
      expect(found.id).toBe(endpoint.path.includes('{id}') ? id : '');
    }
  });

  it('leads nowhere where it is written in any other way', () => {
    const segment = fc.constantFrom(
      '',
      'v1',
      'authorize',
      'requests',
      'decision',
      '{id}',
      '..',
      '.',
      '0'.repeat(32),
      '%2f',
      'stop',
      '\u0000',
    );
    const exact =
      /^\/(?:healthz|openapi\.json|v1\/(?:authorize|settle|requests(?:\/[0-9a-f]{32}(?:\/decision)?)?|ceilings|reservations|stop|resume|stops|receipts))$/;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(segment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
          fc.string(),
        ),
        (path) => {
          expect(findPath(path).endpoints.length > 0).toBe(exact.test(path));
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });
});
