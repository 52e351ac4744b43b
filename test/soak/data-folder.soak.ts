/** A move and a migration of the data that are killed before every single change that they make to the file system, and once more when they are taken up. */
import { it } from 'vitest';
import { checkKilledMigrations, checkKilledMoves } from '../store/data/killed-data.ts';

it('a move is finished or taken back, whenever it was killed', () => checkKilledMoves(Infinity));

it('a migration is made again, whenever it was killed', () => checkKilledMigrations(Infinity));
