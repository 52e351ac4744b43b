/** A data folder in which a product has lived: with a log, preferences, a draft, and a model of a run. */
import { Log } from '../../../src-main/hosts/electron/log.ts';
import { openData } from '../../../src-main/store/data/open-data.ts';
import { openForTest } from '../../services/open-product.ts';

export async function livedInFolder(root: string) {
  const { data, lock } = await openData({ VERSELOOM_DATA: root });
  await new Log(data.logs).close();
  const product = await openForTest({ root });
  await product.handlers['preferences.set']({ theme: 'dark' });
  const draft = await product.handlers['drafts.create']({ name: null, text: '风' });
  await product.start();
  await product.training.ended();
  const [model] = await product.handlers['models.list']({});
  return { data, lock, product, modelId: model!.id, draftId: draft.id };
}
