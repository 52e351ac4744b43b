/** A move and migrations of the data, and work on corpora, that are killed before every single change that they make to the file system, and once more when they are taken up. */
import { it } from 'vitest';
import { checkKilledCorpora } from '../store/corpora/killed-corpora.ts';
import { checkKilledDrafts } from '../store/drafts/killed-drafts.ts';
import {
  checkKilledMigrations,
  checkKilledMoves,
  checkKilledUpdates,
} from '../store/data/killed-data.ts';

it('a move is finished or taken back, whenever it was killed', () => checkKilledMoves(Infinity));

it('a migration is made again, whenever it was killed', () => checkKilledMigrations(Infinity));

it('texts of the first layout become corpora, whenever it was killed', () =>
  checkKilledUpdates(Infinity));

it('a corpus is whole or as it was, whenever what works on it was killed', () =>
  checkKilledCorpora(Infinity));

it('a draft is whole, or as it was, whenever what writes it was killed', () =>
  checkKilledDrafts(Infinity));
