/** Utility processes that the system does not start, or not in time; those that run are in test/electron. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { notStarted, type Exit } from '../../src-main/supervisor/channel.ts';
import { utilityProcessSpawn } from '../../src-main/supervisor/electron-process.ts';

const fork = vi.hoisted(() => vi.fn());
vi.mock('electron', () => ({ utilityProcess: { fork } }));

class Unborn extends EventEmitter {
  pid: number | undefined;
  readonly stderr = new PassThrough();
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
  const [printed, died] = [vi.fn(), vi.fn()];
  const spawn = utilityProcessSpawn('compute.cjs', { printed, died });
  const channel = spawn({ engine: 'onnx', threads: 1 });
  channel.onExit((exit) => exits.push(exit));
  return { channel, exits, died };
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
  child.emit('message', {});
  child.emit('exit', 3);
  await vi.runAllTimersAsync();
  expect(exits).toEqual([{ code: 3, signal: null, hasSpoken: true, printed: '' }]);
});

it('what one printed last is told with its end, though Electron stops listening at it', async () => {
  const { exits, died } = start();
  child.pid = 4242;
  child.emit('spawn');
  child.stderr.write('early\n');
  child.emit('exit', 6);
  child.stderr.removeAllListeners(); // as Electron does when its listeners have heard of the end
  await Promise.resolve();
  child.stderr.write('fatal: late\n');
  await vi.runAllTimersAsync();
  expect(exits).toMatchObject([{ code: 6, hasSpoken: false, printed: 'early\nfatal: late' }]);
  expect(died.mock.calls).toEqual([['exit code 6: fatal: late\n  early\n  fatal: late']]);
});

it('one that is killed is no death', async () => {
  const { channel, exits, died } = start();
  child.pid = 4242;
  child.emit('spawn');
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  onTestFinished(() => kill.mockRestore());
  channel.kill();
  child.emit('exit', 9);
  await Promise.resolve();
  expect(exits).toEqual([{ code: 9, signal: null }]);
  expect(died).not.toHaveBeenCalled();
});
