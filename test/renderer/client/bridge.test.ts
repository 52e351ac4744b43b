/** The window's side of the bridge: what its functions carry, and what a host that is gone looks like. */
import { describe, expect, it } from 'vitest';
import { MIB } from '../../../src-main/contract/corpus/limits.ts';
import { BridgeTransport } from '../../../src-renderer/client/bridge.ts';
import { Client } from '../../../src-renderer/client/client.ts';

describe('a call over the bridge', () => {
  const clientOver = (call: (name: string, input: unknown) => Promise<unknown>): Client =>
    new Client(new BridgeTransport({ call, listen: () => {} }));

  it('carries its name and its input, and gives the value of the reply', async () => {
    const carried: unknown[] = [];
    const { calls } = clientOver(async (...call) => {
      carried.push(call);
      return { value: [] };
    });
    await expect(calls['models.list']({})).resolves.toEqual([]);
    await calls['corpora.remove']({ id: 'one' });
    expect(carried).toEqual([
      ['models.list', {}],
      ['corpora.remove', { id: 'one' }],
    ]);
  });

  it('fails as the host says', async () => {
    const { calls } = clientOver(async () => ({
      failure: { code: 'model.notFound', params: { id: 'one' } },
    }));
    await expect(calls['models.export']({ id: 'one' })).rejects.toMatchObject({
      code: 'model.notFound',
      params: { id: 'one' },
    });
  });

  it('that is rejected says that the host stopped, and keeps the reason for the log', async () => {
    const reason = new Error('reply was never sent');
    const { calls } = clientOver(() => Promise.reject(reason));
    await expect(calls['training.status']({})).rejects.toMatchObject({
      name: 'VerseloomError',
      code: 'compute.stopped',
      cause: reason,
    });
  });

  it('takes models of several hundred megabytes, and not what memory cannot hold four times', () => {
    const { maxFileBytes } = clientOver(async () => null);
    expect(maxFileBytes).toBeGreaterThan(256 * MIB);
    expect(maxFileBytes).toBeLessThan(1024 * MIB);
  });
});

it('hears every event from the moment it connects, and is open at once', () => {
  let tell: ((name: string, data: unknown) => void) | undefined;
  const client = new Client(
    new BridgeTransport({
      call: async () => null,
      listen: (listener) => (tell = listener),
    }),
  );
  const heard: unknown[] = [];
  client.on('command', (command) => heard.push(command));
  client.connect({
    opened: () => heard.push('opened'),
    closed: () => heard.push('closed'),
    refused: () => heard.push('refused'),
  });
  tell!('command', { name: 'save' });
  tell!('fromANewerHost', {});
  expect(heard).toEqual(['opened', { name: 'save' }]);
});
