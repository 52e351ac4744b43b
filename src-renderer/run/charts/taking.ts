/** A chart that is taken along: as a picture, as a drawing, or as its figures. */
import type { ChartOptions } from '../../../src-main/contract/charts.ts';
import { fileNameOf } from '../../../src-main/contract/names/file-name.ts';
import { figuresAsCsv } from '../../charts/export/figures-as-csv.ts';
import {
  drawPicture,
  type Caption,
  type Key,
  type PictureKind,
} from '../../charts/export/picture.ts';
import { readColours } from '../../charts/plot/colours.ts';
import type { FigureName } from '../../charts/plot/figures.ts';
import type { Plot } from '../../charts/plot/plot.ts';
import { wording } from '../../charts/plot/wording.ts';
import type { Range } from '../../charts/series/decimation.ts';
import { dashOf, drawnRun, labelOf, markOf, type ShownRun } from '../../charts/stack/shown-run.ts';
import { t } from '../../text/messages.svelte.ts';

export interface Taken {
  readonly figure: FigureName;
  /** Makes the view that is seen, for another width. */
  readonly make: (width: number) => Plot;
  readonly runs: readonly ShownRun[];
  readonly options: ChartOptions;
  readonly range: Range | null;
  readonly title: string;
  /** An element in the theme of the moment. */
  readonly host: HTMLElement;
}

const TYPES = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv' } as const;
export type TakenKind = keyof typeof TYPES;

export const figureTitle = (figure: FigureName, { entropy }: ChartOptions): string =>
  figure === 'perplexity' && entropy ? t('charts.entropy') : t(`charts.${figure}`);

export async function takenFile(taken: Taken, kind: TakenKind): Promise<File> {
  const figure = figureTitle(taken.figure, taken.options);
  const name = fileNameOf(`${figure} ${taken.title}`, figure); // the end of a long name is cut off
  const content = kind === 'csv' ? `\ufeff${takenCsv(taken)}` : await takenPicture(taken, kind);
  return new File([content], `${name}.${kind}`, { type: TYPES[kind] });
}

export function takenCsv({ runs, options, range }: Taken): string {
  const drawn = runs.map((run, place) => ({
    ...drawnRun(run, place, runs.length === 1),
    name: run.name,
  }));
  return figuresAsCsv(drawn, options, range);
}

export function takenPicture(taken: Taken, kind: PictureKind): Promise<Blob> {
  const { figure, options, runs, title, host } = taken;
  const colours = readColours(host);
  const isAlone = runs.length === 1;
  const keys: Key[] = runs.map(({ name, differs }, place) => ({
    name: isAlone ? name : `${markOf(place)} ${labelOf({ name, differs })}`,
    colour: isAlone ? colours.line : colours.runs[place % colours.runs.length]!,
    dash: dashOf(place),
    width: 2,
  }));
  if (isAlone && figure === 'perplexity' && runs[0]!.curves.bestHeldOut) {
    keys[0] = { ...keys[0]!, name: t('train.chartTraining') };
    const colour = colours.validation;
    keys.push({ name: t('train.chartValidation'), colour, dash: [5, 3], width: 1.5 });
  }
  const scale = t(`charts.scale.${figure === 'seconds' ? 'linear' : options.scale}`);
  const caption: Caption = {
    title,
    facts: '', // what the lines are stands below
    axis: t('charts.axis', { name: figureTitle(figure, options), scale }),
    keys,
  };
  const named = (width: number): Plot => {
    const plot = taken.make(width);
    return { ...plot, x: { ...plot.x, isNamed: true } }; // here it stands alone
  };
  return drawPicture(named, colours, wording, caption, kind);
}
