/** The cells that there are. */
import type { CellName } from '../../contract/architecture.ts';
import type { Cell } from './cell.ts';
import * as gru from './gru.ts';
import * as lstm from './lstm.ts';
import * as rnn from './rnn.ts';

export const cells: Readonly<Record<CellName, Cell>> = { rnn, gru, lstm };
