/** The ids of sources: nothing else in a corpus is called so. */
import { randomBytes } from 'node:crypto';

export const newSourceId = (): string => randomBytes(8).toString('hex');
