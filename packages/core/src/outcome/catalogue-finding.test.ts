import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../policy/controls.ts';
import { FINDING_CATALOGUE, FINDING_CODES } from './catalogue.ts';
import { catalogueFinding } from './catalogue-finding.ts';
import { findingId } from './finding.ts';

const DRAFT = { code: 'corpus/unreadable', severity: 'medium', subject: 'a.jsonl', message: 'm', evidence: 1 } as const;

describe('catalogueFinding', () => {
  it.each(FINDING_CODES)('takes control, threats and remedy of %s from the catalogue', (code) => {
    const { control, remedy } = FINDING_CATALOGUE[code];
    expect(catalogueFinding({ ...DRAFT, code })).toMatchObject({ control, remedy, threats: CONTROLS[control].threats });
  });

  it('makes the id of the identity, else of the subject', () => {
    expect(catalogueFinding(DRAFT).id).toBe(findingId('corpus/unreadable', 'a.jsonl'));
    expect(catalogueFinding({ ...DRAFT, identity: 'b' }).id).toBe(findingId('corpus/unreadable', 'b'));
  });

  it('answers the threats of the control that found it, where that is another', () => {
    const finding = catalogueFinding({ ...DRAFT, control: 'corpus/absorb' });
    expect(finding).toMatchObject({ control: 'corpus/absorb', threats: CONTROLS['corpus/absorb'].threats });
  });

  it('has no location where none was given', () => {
    expect(catalogueFinding({ ...DRAFT, location: undefined })).not.toHaveProperty('location');
  });
});
