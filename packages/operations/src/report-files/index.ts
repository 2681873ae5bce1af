export { parseReportTarget, REPORT_FORMATS, renderReport, writeReports } from './report-files.ts';
export { writeAtomically } from './write-atomically.ts';

export type { ReportFormat, ReportTarget } from './report-files.ts';
