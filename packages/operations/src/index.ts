export { explain } from './explain.ts';
export { parseHazards, readHazardsFile } from './hazards/hazards-file.ts';
export { parseReportTarget, REPORT_FORMATS, renderReport, writeReports } from './report-files.ts';
export { fullReport } from './scan/report/full-report.ts';
export { terminalReport } from './scan/report/terminal-report.ts';
export { scan } from './scan/scan.ts';
export { VERSION } from './version.ts';
export { writeAtomically } from './write-atomically.ts';

export type { ExplainDocument } from './explain.ts';
export type { ReportFormat, ReportTarget } from './report-files.ts';
export type { TerminalReportOptions } from './scan/report/terminal-report.ts';
export type { ScanOptions, ScanResult } from './scan/scan.ts';
export type { ScanCoverage, ScanDocument, ScanInput } from './scan/scan-document.ts';
