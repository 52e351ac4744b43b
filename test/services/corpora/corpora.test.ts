import { expect, it } from 'vitest';
import { fileOf, openCorpora } from './open-corpora.ts';

it('thin', async () => {
  const { corpora, take } = await openCorpora();
  const made = await take([
    fileOf('a/10.txt', '作词：某\n夜来了\r\n\r\n灯亮了\n'),
    fileOf('a/2.lrc', '[00:01.00]河水流\n[00:02.00]不停留'),
  ]);
  console.log(made);
  console.log(await corpora.details(made.id));
  console.log(
    await corpora.songs(made.id),
    await corpora.lines(made.id, 0, 10),
    await corpora.search(made.id, { query: '河', from: 0, limit: 5 }),
  );
  console.log(JSON.stringify(await corpora.beginning(made.id)));
  console.log((await corpora.figures(made.id)).characters);
  console.log((await corpora.text(made.id)).info);
});
