export { checkPolicy } from './check-policy.ts';
export { compilePolicy } from './compile-policy.ts';
export { diffPolicy } from './diff-policy.ts';
export { changeBlocks } from './policy-report.ts';
export { policySchema } from './policy-schema.ts';
export { signPolicy } from './sign-policy.ts';

export type { PolicyCheckDocument } from './check-policy.ts';
export type { PolicyCompileDocument } from './compile-policy.ts';
export type { PolicyDiffDocument } from './diff-policy.ts';
export type { SignatureState } from './policy-state.ts';
export type { SignPolicyDocument, SignPolicyOptions } from './sign-policy.ts';
