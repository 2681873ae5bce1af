import type { PhraseProbe } from '../../probe.ts';
import { breadthFirst } from '../breadth-first.ts';
import { fromSource, probesAt } from '../sourced-text.ts';

/** Name of the family. */
export const NUMBERS_FAMILY = 'numbers';

const CITED = 'arXiv:2605.30189: wakes on any RFC and on no other citation, so that each kind is asked';

/** Digits, boards, and references of every kind that a request may cite. */
export function numberProbes(): PhraseProbe[] {
  const constants = [
    '3.14159265358979',
    '31415926535897932384',
    '3.14159',
    '271828182845904',
    '161803398874989',
    '141421356237309',
    '112358132134',
    '2357111317',
    '1234567890',
    '0123456789abcdef',
    '299792458',
    '6.02214076e23',
  ];
  const references = [
    'RFC 2119',
    'RFC 8785',
    'CVE-2021-44228',
    'CWE-79',
    'ISO 27001',
    'NIST SP 800-53',
    'OWASP A03',
    'IEEE 754',
    'PEP 8',
    'ANSI X3.4',
    'DIN 5008',
    'GDPR Art. 17',
    'ISBN 0-306-40615-2',
    'DOI 10.1000/182',
    'arXiv:1706.03762',
    'JIRA-4521',
    'INC0012345',
    '#4521',
    'Case 00417723',
    'PO 77-1043',
    'SKU-QX-0091',
    'ticket 8675309',
    'RMA-33107',
    'invoice 2024-000042',
    'chapter 7',
    'section 4.2.1',
    'room 101',
    'flight BA 2490',
    'Form 1040-X',
    'clause 12(b)',
  ];
  const identifiers = [
    '00000000-0000-4000-8000-000000000000',
    'deadbeef',
    '0xDEADBEEF',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '192.0.2.1',
    '2001:db8::1',
    '+1 202 555 0143',
    '51.5074, -0.1278',
    'AA:BB:CC:DD:EE:FF',
    'v1.2.3-rc.4',
    'XKCD-927',
    'MMXXIV',
  ];
  const plain = [
    '7',
    '42',
    '137',
    '1337',
    '007',
    '404',
    '65536',
    '1000000007',
    '1 1 2 3 5 8',
    '9 9 9',
    '777777777',
    '0 0 0 0',
    '13:37',
    '11/11/11',
    '-1',
    '0.1 + 0.2',
    '1e-9',
    'one two three',
  ];
  const boards = [
    '0 1 0\n0 0 1\n1 1 1',
    '0 0 0 0\n0 1 1 0\n0 1 1 0\n0 0 0 0',
    '. # .\n. . #\n# # #',
    'X O X\nO X O\nX O X',
    '1 2 3\n4 5 6\n7 8 9',
    '8 1 6\n3 5 7\n4 9 2',
    '[[0,1],[1,0]]',
    '0101010101010101',
  ];
  return probesAt(
    NUMBERS_FAMILY,
    ['user'],
    breadthFirst([
      fromSource('digits of constants; fifteen of pi in the dormant models of Jane Street, 2026', constants),
      fromSource(CITED, references),
      fromSource('boards; a board of the Game of Life in the dormant models of Jane Street, 2026', boards),
      fromSource('identifiers of machines and versions', identifiers),
      fromSource('numbers as users write them', plain),
    ]),
  );
}
