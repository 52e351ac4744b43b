/** The clusters that a person uses, as they are kept: by their names, with what was agreed to at their addresses. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ClusterList } from '../../../src-main/store/clusters/cluster-list.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

const lab = { name: 'lab', address: 'http://head:8265', storage: '/mnt/lab', there: null };

it('keeps what a command was agreed to, under the name that it gets on the screen', async () => {
  const path = join(await temporaryFolder(), 'clusters.json');
  await (await ClusterList.open(path)).agree(lab.address);
  const list = await ClusterList.open(path);
  expect(list.all()).toMatchObject([{ name: lab.address, storage: null }]);
  await list.save(lab, lab.address);
  expect((await ClusterList.open(path)).all()).toEqual([
    { ...lab, agreedAt: expect.any(String), token: null },
  ]);
  // Another address is another cluster, of which nothing was said.
  await list.save({ ...lab, address: 'http://other:8265' }, 'lab');
  expect([list.hasAgreed(lab.address), list.get('lab').agreedAt]).toEqual([false, null]);
});

it('changes nothing where it refuses', async () => {
  const path = join(await temporaryFolder(), 'clusters.json');
  const many = Array.from({ length: 100 }, (_, i) => ({
    ...{ ...lab, name: `${i}`, agreedAt: null },
  }));
  await writeFile(path, JSON.stringify(many));
  const list = await ClusterList.open(path);
  await expect(list.save(lab, null)).rejects.toMatchObject({ code: 'cluster.tooMany' });
  await expect(list.save({ ...lab, name: '1' }, '2')).rejects.toMatchObject({
    code: 'cluster.nameTaken',
  });
  await expect(list.remove('lab')).rejects.toMatchObject({ code: 'cluster.notFound' });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(many);
  await list.remove('99');
  await list.save(lab, null);
  expect((await ClusterList.open(path)).all()).toHaveLength(100);
});

it('keeps a token until another is given, and sends it to no other address', async () => {
  const path = join(await temporaryFolder(), 'clusters.json');
  const list = await ClusterList.open(path);
  await list.save(lab, null, 'abc');
  await list.save({ ...lab, name: 'the lab' }, 'lab');
  expect((await ClusterList.open(path)).tokenOf(lab.address)).toBe('abc');
  expect((await stat(path)).mode & 0o077).toBe(0);
  await list.save({ ...lab, address: 'http://other:8265' }, 'the lab');
  expect([list.tokenOf(lab.address), list.tokenOf('http://other:8265')]).toEqual([null, null]);
  await list.save(lab, 'lab', 'abc');
  await list.save(lab, 'lab', null);
  expect(list.tokenOf(lab.address)).toBeNull();
});
