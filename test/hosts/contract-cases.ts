/** What the cases of the contract share: a page of a host, and what is expected of it. */
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import {
  VerseloomError,
  type ErrorCode,
  type ErrorParams,
} from '../../src-main/contract/errors.ts';

/** One page of a host. */
export interface Connection {
  readonly calls: ApiCalls;
  /** Everything that the host has told this page, oldest first. */
  readonly told: readonly { name: string; data: unknown }[];
  /** Any call, also one that the page's own side would not let out. @returns the reply as it comes */
  carry(name: string, input: unknown): Promise<unknown>;
  close(): Promise<void> | void;
  /** Closes the dialog that the host opens for a person; left out where it opens none. */
  dismissDialog?(): Promise<void>;
}

export type Case = (connection: Connection) => Promise<void>;

/** Some hundred characters, so that a run on them is short. */
export const lyrics = new TextEncoder().encode('想要有直升机\n想要和你飞到宇宙去\n'.repeat(20));
export const expectTold = (told: Connection['told'], name: string, data: unknown): Promise<void> =>
  expect.poll(() => told).toContainEqual({ name, data });

export async function expectFailure(
  call: Promise<unknown>,
  code: ErrorCode,
  params: ErrorParams,
): Promise<void> {
  const error = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(VerseloomError);
  expect(error).toMatchObject({ code });
  expect((error as VerseloomError).params).toEqual(params);
}
