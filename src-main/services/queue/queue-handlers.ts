/** The calls about the queue that a window makes. */
import type { ApiHandlers } from '../../contract/api.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { RunQueue } from './run-queue.ts';

type QueueCall = Extract<keyof ApiHandlers, `queue.${string}`>;

/** @param opened the queue; undefined for a command, which has none */
export function queueHandlers(opened: () => RunQueue | undefined): Pick<ApiHandlers, QueueCall> {
  const queue = (): RunQueue => {
    const there = opened();
    if (!there) throw new VerseloomError('request.unknown', { name: 'queue' });
    return there;
  };
  return {
    'queue.list': () => queue().list(),
    'queue.add': ({ runs, sweep }) => queue().add(runs, sweep),
    'queue.edit': ({ id, revision, request }) => queue().edit(id, revision, request),
    'queue.move': async ({ id, before }) => {
      await queue().move(id, before);
      return {};
    },
    'queue.remove': async ({ ids }) => {
      await queue().remove(ids);
      return {};
    },
    'queue.restore': async ({ ids }) => {
      await queue().restore(ids);
      return {};
    },
    'queue.pause': async () => {
      await queue().pause();
      return {};
    },
    'queue.resume': async () => {
      await queue().resume();
      return {};
    },
  };
}
