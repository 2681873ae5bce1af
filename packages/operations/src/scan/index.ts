export type { ProjectLocation } from '../project/document-location.ts';
export { VERSION } from '../version.ts';
export { fullReport } from './report/full-report.ts';
export type { TerminalReportOptions } from './report/terminal-report.ts';
export { terminalReport } from './report/terminal-report.ts';
export type { ScanOptions, ScanResult } from './scan.ts';
export { scan } from './scan.ts';
export type { ScanCoverage, ScanDocument, ScanInput } from './scan-document.ts';
