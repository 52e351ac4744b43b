/** The exit codes: 0 done, 2 wrong use or bad input, 1 anything else. */
import type { ErrorCode } from '../../../contract/errors.ts';

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USE = 2;

const INPUT = ['corpus', 'settings', 'prefix', 'text', 'model', 'draft', 'form'];
const OTHERS: readonly ErrorCode[] = [
  ...(['file.notFound', 'file.unreadable', 'cluster.address'] as const),
  ...(['sweep.other', 'sweep.notEmpty', 'sweep.notFound', 'sweep.several'] as const),
];

export function exitCodeOf(code: ErrorCode): number {
  const isInput = INPUT.includes(code.split('.')[0]!) || OTHERS.includes(code);
  return isInput ? WRONG_USE : FAILED;
}
