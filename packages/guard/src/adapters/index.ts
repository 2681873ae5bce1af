export type { ToolApprovalQuestion, ToolApprovalStatus } from './ai-sdk/approval-hooks.ts';
export { needsApprovalOf, toolApprovalOf } from './ai-sdk/approval-hooks.ts';
export type { GuardToolsOptions } from './ai-sdk/guard-tools.ts';
export { guardTools } from './ai-sdk/guard-tools.ts';
export type { ToolExecution } from './ai-sdk/tool-shape.ts';
export type { FetchHandler, FetchRequest, GuardFetchOptions } from './fetch/guard-fetch.ts';
export { guardFetch } from './fetch/guard-fetch.ts';
export { LISTENER_ORIGIN, nodeListener } from './fetch/node-listener.ts';
export { DEFAULT_MAX_BODY_BYTES } from './fetch/read-json-body.ts';
export type { FunctionToolHost, FunctionToolOptions } from './guard-function-tool.ts';
export { guardFunctionTool } from './guard-function-tool.ts';
export type {
  GuardToolCallsOptions,
  ToolCallMiddleware,
  ToolCallRequest,
  ToolMessageFields,
} from './guard-tool-calls.ts';
export { guardToolCalls } from './guard-tool-calls.ts';
export type { DeniedResult, OnDenied } from './host/denied-result.ts';
export { GuardDenied, isDeniedResult } from './host/denied-result.ts';
export type { GuardExecuteOptions } from './host/guard-execute.ts';
export { guardExecute } from './host/guard-execute.ts';
export { guardedCall } from './host/guarded-call.ts';
export type { HostDetails, HostOptions } from './host/host-request.ts';
