import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { attack, ordinaryTraffic, withHistory } from './testing/traffic.ts';

const running = withHistory();

/** Traffic in which some conversations hold a phrase, at the usual rate of requests. */
function incidentsWith(phrase: (at: number) => string, share: number): number {
  const stream = running();
  const random = seededRandom(9);
  let at = 0;
  for (const sighting of ordinaryTraffic(1000, 2)) {
    const holds = random.next() < share;
    stream.observe(holds ? { ...sighting, text: `${sighting.text as string}. ${phrase(at++)}` } : sighting);
  }
  return stream.clusters().length;
}

describe('ordinary traffic that raises no incident', () => {
  it('more of the same', () => {
    expect(incidentsWith(() => '', 0)).toBe(0);
  });

  it('a product launch that people ask about and request no more than usual', () => {
    expect(incidentsWith(() => 'Is the aurora tumbler out yet', 0.1)).toBe(0);
  });

  it('a new signature in all traffic', () => {
    expect(incidentsWith(() => 'Sent with the Larkmail app for desktop', 0.3)).toBe(0);
  });

  it('order numbers and dates', () => {
    expect(incidentsWith((at) => `Ref ${at * 7919}-XK of ${1 + (at % 28)} October, item ${at}`, 0.2)).toBe(0);
  });

  it('one tenant whose people share a word of their own', () => {
    const stream = running();
    for (let at = 0; at < 5; at++) stream.observe(attack('from the quokka depot', at, { tenant: 'tenant-1' }));
    expect(stream.clusters()).toEqual([]);
  });
});

describe('what is wanted', () => {
  it('an outage in which many people request with new words is an incident, for the operator to label', () => {
    const stream = running();
    for (let at = 0; at < 12; at++) stream.observe(attack('checkout error wobbly tuesday', at));
    expect(stream.clusters()).toHaveLength(1);
  });
});
