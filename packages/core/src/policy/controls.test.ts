import { describe, expect, it } from 'vitest';
import { CONTROL_IDS, CONTROLS } from './controls.ts';
import { THREAT_IDS, THREATS } from './threats.ts';

describe('CONTROLS', () => {
  it('describes every control id once, and no other', () => {
    expect(Object.keys(CONTROLS)).toEqual([...CONTROL_IDS]);
    expect(new Set(CONTROL_IDS).size).toBe(CONTROL_IDS.length);
  });

  it.each([...CONTROL_IDS])('gives %s a title, its layer and threats that exist', (id) => {
    const { title, layer, threats } = CONTROLS[id];
    expect(title).not.toBe('');
    expect(threats.length).toBeGreaterThan(0);
    for (const threat of threats) expect(THREATS[threat]).toBeDefined();
    const area = id === 'actions' ? 'guard' : id.split('/')[0];
    expect(layer).toBe(area);
  });
});

describe('THREATS', () => {
  it('describes every threat id once, and no other', () => {
    expect(Object.keys(THREATS).sort()).toEqual([...THREAT_IDS].sort());
    for (const id of THREAT_IDS) expect(THREATS[id].title).not.toBe('');
  });

  it('names data and model poisoning by both editions of the OWASP list', () => {
    expect(THREATS['LLM04:2025'].title).toBe(THREATS['LLM05:2026'].title);
    for (const id of CONTROL_IDS.filter((control) => CONTROLS[control].layer === 'corpus')) {
      expect(CONTROLS[id].threats).toEqual(expect.arrayContaining(['LLM04:2025', 'LLM05:2026']));
    }
  });

  it('leaves no threat without a control that answers it', () => {
    const answered = new Set(CONTROL_IDS.flatMap((id) => [...CONTROLS[id].threats]));
    expect([...answered].sort()).toEqual([...THREAT_IDS].sort());
  });
});
