/** trial */
import { beforeAll, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { goTo, openPage, picture } from './support/page.ts';
import { openStage } from './support/stage.ts';
import type { Application } from './support/application.ts';
import type { Client } from '../hosts/web/client.ts';

let application: Application;
let browser: Browser;
let host: Client;
const utf8 = (text: string) => new TextEncoder().encode(text);
beforeAll(async () => {
  const stage = await openStage();
  ({ application, browser, host } = stage);
  const lrc = '[ti:夜行]\n[00:00.00]作词：无名\n[00:02.00]作曲：无名\n[00:10.00]夜里的风吹过长街\n[00:12.00]我还是会想起你\n[00:14.00]我还是会想起你\n\n[00:20.00]Hello my old friend\n';
  await host.calls['corpora.import']({
    task: 'a',
    name: '旧歌集',
    files: [
      { name: '夜行.lrc', bytes: utf8(lrc) },
      { name: '归路.txt', bytes: utf8('归路\n\n[Chorus]\n山高水又长\n我还是会想起你\n\n来源：www.example.com\n') },
      { name: '集.txt', bytes: utf8('《一》\n春风\n\n《二》\n秋月\n') },
    ],
  });
  return stage.close;
});

it('shows', async () => {
  const { page, complaints } = await openPage(browser, application.address);
  await page.getByRole('button', { name: /旧歌集/ }).first().click().catch(() => {});
  for (const tab of ['Recipe', 'Text', 'Figures', 'Songs']) {
    await page.getByRole('tab', { name: new RegExp(tab) }).click().catch((e) => console.log(String(e).slice(0, 300)));
    await page.waitForTimeout(1200);
    await page.screenshot({ path: picture(`real ${tab}`) });
  }
  console.log(complaints, await page.getByRole('tab').allInnerTexts());
});
