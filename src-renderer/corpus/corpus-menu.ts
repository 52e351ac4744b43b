/** The menu of one corpus: what can be done with it, as far as it can be. */
import Combine from '@lucide/svelte/icons/combine';
import Copy from '@lucide/svelte/icons/copy';
import FileArchive from '@lucide/svelte/icons/file-archive';
import FileText from '@lucide/svelte/icons/file-text';
import Languages from '@lucide/svelte/icons/languages';
import Pencil from '@lucide/svelte/icons/pencil';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Trash2 from '@lucide/svelte/icons/trash';
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { Action } from '../controls/action.ts';
import type { Errands } from '../state/errands.ts';
import { t } from '../text/messages.svelte.ts';
import { duplicateCorpus, exportCorpus, removeCorpus } from './corpus-actions.ts';
import type { CorpusScreen } from './corpus-screen.svelte.ts';
import { canBeReadAnew } from './songs/song-menu.ts';

type Around = Parameters<typeof duplicateCorpus>[1] & Pick<Errands, 'importFiles'>;

export function corpusMenu(corpus: CorpusInfo, screen: CorpusScreen, around: Around): Action[] {
  const { id, builtIn } = corpus;
  const { corpora } = around;
  const { details } = corpora.open;
  const others = corpora.list.length > 1;
  const encoded = details?.id === id ? details.sources.filter(canBeReadAnew) : [];
  const rename: Action = {
    label: t('corpus.deeds.rename'),
    Icon: Pencil,
    run: () => (screen.renaming = { id }),
  };
  const remove: Action = {
    label: t('corpus.deeds.remove'),
    Icon: Trash2,
    apart: true,
    run: () => void removeCorpus(corpus, around),
  };
  const again: Action = {
    label: t('corpus.deeds.again'),
    Icon: RefreshCw,
    apart: true,
    run: () => (screen.question = { of: 'again', id }),
  };
  const encoding: Action = {
    label: t('corpus.deeds.encoding'),
    Icon: Languages,
    run: () => (screen.question = { of: 'encoding', sources: encoded }),
  };
  return [
    ...(builtIn ? [] : [rename]),
    {
      label: t('corpus.deeds.duplicate'),
      Icon: Copy,
      run: () => void duplicateCorpus(corpus, around),
    },
    ...(others
      ? [
          {
            label: t('corpus.deeds.merge'),
            Icon: Combine,
            run: () => void (screen.question = { of: 'merge', id }),
          },
        ]
      : []),
    ...(builtIn ? [] : [again]),
    ...(builtIn || encoded.length === 0 ? [] : [encoding]),
    {
      label: t('corpus.deeds.exportText'),
      Icon: FileText,
      apart: true,
      run: () => void exportCorpus(corpus, 'text', around),
    },
    {
      label: t('corpus.deeds.exportSongs'),
      Icon: FileArchive,
      run: () => void exportCorpus(corpus, 'songs', around),
    },
    ...(builtIn ? [] : [remove]),
  ];
}
