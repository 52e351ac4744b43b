import { expect, it, onTestFinished, vi } from 'vitest';
import type { Channel } from '../../src-main/supervisor/channel.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';

it('gives up a process that the system does not let go of, with all that it owes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const nothing = (): void => {};
  const stuck: Channel = {
    ...{ pid: 1, post: nothing, onMessage: nothing, onExit: nothing, kill: nothing },
  };
  const link = new ComputeLink(stuck, nothing);
  const refused = expect(link.calls.info({})).rejects.toMatchObject({ code: 'compute.stopped' });
  const ended = link.end();
  await vi.runAllTimersAsync();
  await ended;
  await refused;
});
