import type { OperationResult, RefusedOperation } from '../../store/apply/operation.ts';
import { HttpFault } from '../answer/http-fault.ts';

const STATUS: Readonly<Record<RefusedOperation, number>> = {
  'guard/no-such-request': 404,
  'guard/no-such-reservation': 404,
  'guard/not-an-approver': 403,
  'guard/not-yours': 403,
  'guard/not-waiting': 409,
  'guard/settled-already': 409,
};

/** The result that was hoped for. Throws what refused it, and 500 for a result of another kind. */
export function unrefused<Kind extends OperationResult['kind']>(
  result: OperationResult,
  kind: Kind,
): Extract<OperationResult, { readonly kind: Kind }> {
  if (result.kind === 'refused') throw new HttpFault(STATUS[result.code], result.code, result.reason);
  if (result.kind === kind) return result as Extract<OperationResult, { readonly kind: Kind }>;
  throw new HttpFault(500, 'guard/internal', 'the store gave another answer than was asked for');
}
