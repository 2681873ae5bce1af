export { plainGate as gate } from '../kernel/plain/plain-gate.ts';
