export type { ConformanceCase, StoreUnderTest } from '../store/conformance/conformance-case.ts';
export { storeConformance } from '../store/conformance/store-conformance.ts';
