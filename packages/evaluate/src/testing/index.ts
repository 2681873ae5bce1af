export { CREDIT, calling, DESK_SETTING, deskModel, said } from './desk-model.ts';
export { startMisbehavingServer } from './misbehaving-server.ts';
export { serveModel } from './serve-model.ts';

export type { Deviation } from './desk-model.ts';
export type { Interference, ServedModel } from './serve-model.ts';
