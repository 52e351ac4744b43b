/** Utility processes that the system does not start, or not in time; those that run are in test/electron. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { notStarted, type Exit } from '../../src-main/supervisor/channel.ts';
import { utilityProcessSpawn } from '../../src-main/supervisor/electron-process.ts';

const fork = vi.hoisted(() => vi.fn());
vi.mock('electron', () => ({ utilityProcess: { fork } }));

class Unborn extends EventEmitter {
  pid: number | undefined;
}
let child: Unborn;

beforeEach(() => {
  child = new Unborn();
  fork.mockReturnValue(child);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function start() {
  const exits: Exit[] = [];
  const channel = utilityProcessSpawn('compute.cjs', () => {})({ engine: 'onnx', threads: 1 });
  channel.onExit((exit) => exits.push(exit));
  return { channel, exits };
}

it('one that never starts is told as ended after a while', async () => {
  const { exits } = start();
  await vi.runAllTimersAsync();
  expect(exits).toEqual([notStarted]);
});

it('one that is killed before it starts is told as ended at once, and killed when it starts all the same', async () => {
  const { channel, exits } = start();
  channel.kill();
  await Promise.resolve();
  expect(exits).toEqual([notStarted]);
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  onTestFinished(() => kill.mockRestore());
  child.pid = 4242;
  child.emit('spawn');
  expect(kill.mock.calls).toEqual([[4242, 'SIGKILL']]);
  child.emit('exit', 9);
  await Promise.resolve();
  expect(exits).toHaveLength(1);
});

it('one that has started may run for as long as it likes', async () => {
  const { exits } = start();
  child.pid = 4242;
  child.emit('spawn');
  await vi.runAllTimersAsync();
  expect(exits).toEqual([]);
  child.emit('exit', 3);
  await Promise.resolve();
  expect(exits).toEqual([{ code: 3, signal: null }]);
});
