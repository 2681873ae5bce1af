export { status } from './status.ts';
export { headlineOf, statusBlocks, statusReport } from './status-report.ts';

export type { StatusDocument } from './status.ts';
