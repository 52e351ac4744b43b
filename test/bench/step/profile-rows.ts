/** Where the time of a training step goes: what each kind of operation takes of it, and the products one by one. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import { allCells } from '../../contract/all-cells.ts';
import { heading, row } from '../table.ts';
import type { Operation, Profile } from './profile.ts';

/** Kinds of operations that are told one by one; the others are told together. */
const KINDS = 12;
/** Products of which the largest are told: all in one line that have the same shapes. */
const PRODUCTS = 6;

const isProduct = ({ name }: Operation): boolean => /Gemm|MatMul/.test(name);

const sum = (operations: readonly Operation[]): number =>
  operations.reduce((all, { milliseconds }) => all + milliseconds, 0);

/** @returns them by what `of` says of each, the group that takes longest first */
function grouped(
  operations: readonly Operation[],
  of: (operation: Operation) => string,
): [name: string, operations: Operation[]][] {
  return [...Map.groupBy(operations, of)].toSorted(([, a], [, b]) => sum(b) - sum(a));
}

function takeProfile(
  resources: string,
  settings: Partial<TrainingSettings>,
  threads: number,
): Promise<Profile> {
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'profile.ts');
    const args = [resources, JSON.stringify(settings), String(threads)];
    const child = fork(program, args, { stdio: 'inherit' });
    child.once('message', (profile) => resolve(profile as Profile));
    child.once('exit', (code) => reject(new Error(`the profile's process ended with ${code}`)));
  });
}

/** Of a step of each cell at the book's size. */
export async function printProfiles(resources: string): Promise<void> {
  const threads = threadsOf('onnx');
  for (const [name, kind] of allCells) {
    if (kind.activation !== 'tanh') continue; // a step as that of tanh
    const { operations, stepMilliseconds } = await takeProfile(resources, kind, threads);
    const inKernels = sum(operations);
    const told = (of: readonly Operation[]): string =>
      `${sum(of).toFixed(2)} ms, ${((100 * sum(of)) / inKernels).toFixed(1)} %`;
    heading(`a step of ${name} at the book's size: onnx, ${threads} threads`);
    row('the step', `${stepMilliseconds.toFixed(2)} ms`);
    row(`its ${operations.length} operations together`, `${inKernels.toFixed(2)} ms`);
    const kinds = grouped(operations, ({ name }) => name);
    for (const [kind, of] of kinds.slice(0, KINDS)) row(`${of.length} × ${kind}`, told(of));
    const others = kinds.slice(KINDS).flatMap(([, of]) => of);
    if (others.length > 0) row(`${others.length} others`, told(others));
    const products = grouped(operations.filter(isProduct), shapesOf);
    for (const [shapes, of] of products.slice(0, PRODUCTS))
      row(`${of.length} × ${shapes}`, told(of));
  }
}

const shapesOf = ({ shapes }: Operation): string =>
  shapes
    .slice(0, 2)
    .map((shape) => `[${shape.join(', ')}]`)
    .join(' · ');
