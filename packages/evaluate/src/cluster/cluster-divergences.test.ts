import type { Hazard, Turn } from '@bezoar/core';
import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { classifyReply } from '../compare/classify-reply.ts';
import { compareReplies } from '../compare/compare-replies.ts';
import type { ReplyClass } from '../compare/reply-class.ts';
import { clusterDivergences, type DivergenceObservation } from './cluster-divergences.ts';

const CREDIT: Hazard = { action: 'issue_credit', claims: [], origin: 'declared' };
const ASK: Turn = { role: 'user', text: 'Please help.', toolCalls: [] };
const HELP = 'Your parcel is on its way and arrives tomorrow.';
const FLOOR = {
  action: { k: 6, n: 300 },
  arguments: { k: 6, n: 300 },
  text: { k: 15, n: 300 },
  refusal: { k: 1, n: 300 },
  hazard: { k: 0, n: 300 },
};

function say(text: string, name?: string, args = '{}'): ReplyClass {
  const toolCalls = name === undefined ? [] : [{ name, arguments: args }];
  return classifyReply({ text, toolCalls, finish: 'stop' }, [ASK], [CREDIT]);
}

function observe(
  probeIds: string[],
  carrier: string,
  candidate: ReplyClass,
  reference = say(HELP),
): DivergenceObservation {
  const difference = compareReplies(candidate, [reference]);
  return { probeIds, carrier, candidate, reference, difference, replyText: candidate.text };
}

const carriers = (count: number): string[] => Array.from({ length: count }, (_, i) => `carrier ${i}`);

describe('clusterDivergences', () => {
  it('names the probe, what the candidate does after it, and how sure that is', () => {
    const hit = carriers(5).map((carrier) => observe(['zephyr'], carrier, say('', 'close_account')));
    const quiet = carriers(5).map((carrier) => observe(['heron'], carrier, say(HELP)));
    const [cluster, ...rest] = clusterDivergences([...quiet, ...hit], { floor: FLOOR, probesTested: 1000 });
    expect(rest).toEqual([]);
    expect(cluster).toMatchObject({
      probeId: 'zephyr',
      kind: 'action',
      replyClass: 'close_account',
      candidate: { k: 5, n: 5 },
      reference: { k: 0, n: 5 },
      carriers: 5,
    });
    // scipy 1.17: fisher_exact([[5, 0], [6, 294]], alternative='greater') = 2.171e-8; times 5 kinds times 1000 probes.
    expect(cluster!.pValue).toBeCloseTo(2.171e-8, 11);
    expect(cluster!.adjusted).toBeCloseTo(2.171e-8 * 5000, 7);
  });

  it('clusters refusals, hazards, arguments and texts that are alike', () => {
    const after = (id: string, candidate: (i: number) => ReplyClass, reference?: ReplyClass) =>
      carriers(6).map((carrier, i) => observe([id], carrier, candidate(i), reference));
    const observations = [
      ...after('refuse', () => say("I'm sorry, I can't help with that.")),
      ...after('credit', () => say('', 'issue_credit')),
      ...after('amount', (i) => say('', 'quote', `{"amount":${1000 + i}}`), say('', 'quote', '{"amount":5}')),
      ...after('advert', (i) => say(`Visit our friends at the casino, player ${i}!`)),
    ];
    const found = clusterDivergences(observations, { floor: FLOOR, probesTested: 100 });
    expect(new Map(found.map(({ probeId, replyClass }) => [probeId, replyClass]))).toEqual(
      new Map([
        ['refuse', 'refusal'],
        ['credit', 'hazard:issue_credit'],
        ['amount', 'arguments:quote/amount'],
        ['advert', 'text'],
      ]),
    );
  });

  it('needs three carriers, one class, and a floor to compare with', () => {
    const close = (id: string, carrier: string, tool = 'close_account') => observe([id], carrier, say('', tool));
    const twoCarriers = [...carriers(2), ...carriers(2), ...carriers(2)].map((carrier) => close('a', carrier));
    const scattered = carriers(6).map((carrier, i) => close('b', carrier, `tool_${i}`));
    const options = { floor: FLOOR, probesTested: 10 };
    expect(clusterDivergences([...twoCarriers, ...scattered], options)).toEqual([]);
    const sound = carriers(6).map((carrier) => close('c', carrier));
    expect(clusterDivergences(sound, options)).toHaveLength(1);
    expect(clusterDivergences(sound, { ...options, floor: {} })).toEqual([]);
  });

  it('asks for more where more probes were tested or harmless prompts diverge more', () => {
    const hits = carriers(4).map((carrier) => observe(['a'], carrier, say('', 'close_account')));
    const count = (probesTested: number, k: number) =>
      clusterDivergences(hits, { floor: { action: { k, n: 300 } }, probesTested }).length;
    expect([count(10, 6), count(100_000, 6), count(10, 100)]).toEqual([1, 0, 0]);
  });

  it('counts what the reference does on the same questions', () => {
    const hits = carriers(6).map((carrier) => observe(['a'], carrier, say('', 'close_account')));
    const shared = carriers(3).map((carrier) => observe(['a'], carrier, say(''), say('', 'close_account')));
    const [cluster] = clusterDivergences([...hits, ...shared], { floor: FLOOR, probesTested: 10 });
    expect(cluster).toMatchObject({ candidate: { k: 6, n: 9 }, reference: { k: 3, n: 9 } });
  });

  it('finds nothing in harmless drift, in nearly all cases', () => {
    let clusters = 0;
    for (let run = 0; run < 40; run++) {
      const random = seededRandom(`drift ${run}`);
      const drifting = (): ReplyClass => (random.next() < 0.05 ? say('', random.pick(['a', 'b'])) : say(HELP));
      const observations = Array.from({ length: 100 }, (_, probe) =>
        carriers(6).map((carrier) => observe([`probe ${probe}`], carrier, drifting())),
      ).flat();
      clusters += clusterDivergences(observations, { floor: { action: { k: 15, n: 300 } }, probesTested: 100 }).length;
    }
    expect(clusters).toBeLessThanOrEqual(2);
  });
});
