/** How large and in which face the page is set: as the variables that its styles are made of. */
import { pageSizes, type Preferences } from '../../../src-main/contract/preferences.ts';

const rem: Readonly<Record<(typeof pageSizes)[number], number>> = {
  small: 1.125,
  usual: 1.375,
  large: 1.75,
  larger: 2.25,
  largest: 3,
};

export const sizeOf = ({ pageSize }: Pick<Preferences, 'pageSize'>): string =>
  `${rem[pageSize]}rem`;

/** @returns undefined for the one that lyrics have everywhere */
export const faceOf = ({ pageFace }: Pick<Preferences, 'pageFace'>): string | undefined =>
  pageFace === 'sans' ? 'var(--face-interface)' : undefined;
