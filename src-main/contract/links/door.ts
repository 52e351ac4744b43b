/** The door of a link: on one side it parses what comes in and turns errors into data, on the other it turns them back. */
import type { z } from 'zod';
import type { Calls, Contract, Handlers } from '../api.ts';
import { failure, toFailure, VerseloomError, type Failure } from '../errors.ts';

export type Reply = { value: unknown } | { failure: Failure };

/**
 * @returns one function for all calls of a contract: it never throws; an unknown name, arguments that do not parse and
 * errors of the handler come back as a failure.
 */
export function answer<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  onInternal: (error: unknown, name: string) => void = () => {},
): (name: string, input: unknown) => Promise<Reply> {
  return async (name, input) => {
    if (!Object.hasOwn(contract, name))
      return { failure: { code: 'request.unknown', params: { name } } };
    const parsed = contract[name]!.input.safeParse(input);
    if (!parsed.success)
      return { failure: { code: 'request.invalid', params: { name, ...blame(parsed.error) } } };
    try {
      return { value: await handlers[name as keyof C](parsed.data as never) };
    } catch (error) {
      if (!(error instanceof VerseloomError)) onInternal(error, name);
      return { failure: toFailure(error) };
    }
  };
}

function blame(error: z.ZodError): { field: string; reason: string } {
  const issue = error.issues[0];
  return { field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' };
}

/** @returns the calls of a contract over a function that carries a name and an input to the other side. */
export function callsOver<C extends Contract>(
  contract: C,
  carry: (name: string, input: unknown) => Promise<unknown>,
): Calls<C> {
  const calls: Record<string, (input: unknown) => Promise<unknown>> = {};
  for (const name of Object.keys(contract)) {
    calls[name] = async (input) => {
      const reply = (await carry(name, input)) as Reply;
      if ('failure' in reply) throw VerseloomError.of(failure.parse(reply.failure));
      return reply.value;
    };
  }
  return calls as Calls<C>;
}
