/** The client of Ray's Jobs API: what it asks, how often, and what it says of answers that are none. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { toFailure } from '../../src-main/contract/errors.ts';
import { MAX_PACKAGE_MB } from '../../src-main/contract/sweeps/cluster.ts';
import { RayJobs } from '../../src-main/ray/ray-jobs.ts';
import { RayDouble } from './ray-double.ts';

async function begin(headers?: string): Promise<{ double: RayDouble; ray: RayJobs }> {
  const double = await RayDouble.start();
  onTestFinished(() => double.close());
  return { double, ray: new RayJobs(double.address, null, headers) };
}

const failureOf = async (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => toFailure(error),
  );

it(
  'sends a package once it knows that there is none, and runs a job out of it',
  { tags: ['long'] },
  async () => {
    const { double, ray } = await begin();
    expect(await ray.version()).toBe('2.60.0');
    expect(await ray.hasPackage('_ray_pkg_a.zip')).toBe(false);
    await ray.putPackage('_ray_pkg_a.zip', Buffer.from('a package'));
    expect(double.packages.get('_ray_pkg_a.zip')?.toString()).toBe('a package');
    expect(await ray.hasPackage('_ray_pkg_a.zip')).toBe(true);
    const metadata = { sweep: 'a' };
    await ray.submit({
      entrypoint: 'echo said; exit 3',
      ...{ package: '_ray_pkg_a.zip', cpus: 1, metadata, id: 'one' },
    });
    await expect.poll(async () => (await ray.job('one'))?.status).toBe('FAILED');
    expect(await ray.job('one')).toMatchObject({ driver_exit_code: 3, metadata });
    expect(await ray.logs('one')).toBe('said\n');
    expect((await ray.jobs()).map(({ submission_id: id }) => id)).toEqual(['one']);
    expect([await ray.job('two'), await ray.logs('two')]).toEqual([undefined, '']);
    await ray.submit({ entrypoint: 'sleep 60', cpus: 1, metadata, id: 'two' });
    await ray.stop('two');
    expect((await ray.job('two'))?.status).toBe('STOPPED');
    await ray.stop('nobody');
    // Twice a second at most.
    const times = double.asked.map(({ at }) => at);
    expect(times.length).toBeLessThan((times.at(-1)! - times[0]!) / 500 + 3);
  },
);

it('sends the headers that Ray’s own client sends', async () => {
  const { double, ray } = await begin('{"Authorization": "Bearer abc"}');
  await ray.version();
  expect(double.asked[0]!.headers.authorization).toBe('Bearer abc');
  for (const wrong of ['Bearer abc', '["a"]', '{"a": 1}', '{"a b": "c"}'])
    expect(() => new RayJobs(double.address, null, wrong)).toThrow('cluster.headers');
});

it('says who asks by a token, unless the headers say it', async () => {
  const { double } = await begin();
  await new RayJobs(double.address, 'abc', '').version();
  await new RayJobs(double.address, 'abc', '{"Authorization": "Bearer other"}').version();
  expect(double.asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer abc',
    'Bearer other',
  ]);
  for (const wrong of ['a b', 'a\nb', '词', ''])
    expect(() => new RayJobs(double.address, wrong, '')).toThrow('cluster.token');
});

it('knows an address from what is none', () => {
  const addressOf = (written: string) => new RayJobs(written, null, '').address;
  expect(addressOf('head:8265')).toBe('http://head:8265');
  expect(addressOf(' http://head:8265/ '.trim())).toBe('http://head:8265');
  expect(addressOf('https://a.example/ray/')).toBe('https://a.example/ray');
  for (const wrong of [
    '',
    'ray://head:10001',
    'http://',
    'http://a b',
    'http://u:p@head',
    'http://h/?a=1',
  ])
    expect(() => new RayJobs(wrong, null, '')).toThrow('cluster.address');
});

it.each([
  [401, 'cluster.unauthorised'],
  [403, 'cluster.unauthorised'],
  [404, 'cluster.notRay'],
  [500, 'cluster.notRay'],
])('tells what a status of %i means', async (status, code) => {
  const { double, ray } = await begin();
  double.instead = () => ({ status, text: 'no' });
  expect((await failureOf(ray.version()))?.code).toBe(code);
});

it('quotes the end of what it does not understand', async () => {
  const { double, ray } = await begin();
  double.instead = () => ({ status: 500, text: 'Traceback\n  File\nValueError: exists already\n' });
  expect(await failureOf(ray.jobs())).toEqual({
    code: 'cluster.answer',
    params: { address: double.address, status: 500, said: 'ValueError: exists already' },
  });
  double.instead = () => ({ status: 200, text: '[{"status": "WAITING"}]' });
  expect((await failureOf(ray.jobs()))?.code).toBe('cluster.answer');
  double.instead = () => ({ status: 200, text: '<html>' });
  expect((await failureOf(ray.version()))?.code).toBe('cluster.notRay');
});

it('says why nobody answers', async () => {
  const { double, ray } = await begin();
  const { address } = double;
  await double.close();
  const reason = async (asked: RayJobs) => (await failureOf(asked.version()))?.params['reason'];
  expect(await reason(ray)).toBe('nothing answers there');
  expect(await reason(new RayJobs(address.replace('http:', 'https:'), null, ''))).toBe(
    'nothing answers there',
  );
  const other = createServer((socket) => socket.end('220 mail\r\n'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  expect(await reason(new RayJobs(`http://127.0.0.1:${port}`, null, ''))).toBe(
    'what answers there does not speak HTTP',
  );
});

it('does not send what Ray would not take', async () => {
  const { double, ray } = await begin();
  const failure = await failureOf(
    ray.putPackage('a', new Uint8Array(MAX_PACKAGE_MB * 1024 ** 2 + 1)),
  );
  expect(failure).toEqual({ code: 'cluster.packageTooLarge', params: { mb: 90, max: 90 } });
  expect(double.asked).toEqual([]);
});
