/** Why a file of a model is not one: an English phrase that the catalogues translate; who opened the file adds its name. */
export class Damage extends Error {
  override readonly name = 'Damage';
}

/** @returns a name out of a stranger's file as it may stand in a sentence: short, and without what a terminal would obey */
export const shown = (name: string) => name.slice(0, 60).replace(/\p{C}/gu, '\ufffd');
