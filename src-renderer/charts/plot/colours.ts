/** The colours and faces of a chart, read from the style tokens as they stand: a canvas cannot read them itself. */
import type { Ink } from './plot.ts';

export interface Colours {
  line: string;
  /** Of what is held out. */
  validation: string;
  baseline: string;
  grid: string;
  ticks: string;
  surface: string;
  /** What everything lies on. */
  paper: string;
  ink: string;
  /** Of runs that are drawn together. */
  runs: string[];
  face: string;
  /** Of titles. */
  lyricsFace: string;
}

/** Colours of runs in `tokens.css`; more runs than that are told apart by dashes. */
export const RUN_COLOURS = 5;

/** @returns the colour that something is drawn in */
export function colourOf({ line, validation, baseline, runs }: Colours, ink: Ink): string {
  if (typeof ink === 'number') return runs[ink % runs.length]!;
  return { line, validation, quiet: baseline }[ink];
}

/** @param colour as a browser tells it: `rgb(…)`. @param opacity share of it */
export const faded = (colour: string, opacity: number): string =>
  opacity === 1 ? colour : colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);

/** @param host an element in the theme of the moment */
export function readColours(host: HTMLElement): Colours {
  const probe = document.createElement('span');
  probe.style.transition = 'none';
  host.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color; // resolved, where the token itself still says `light-dark(…)`
  };
  const colours = {
    line: colour('cinnabar'),
    validation: colour('ink'),
    baseline: colour('ink-quiet'),
    grid: colour('rule'),
    ticks: colour('ink-help'),
    surface: colour('sheet'),
    paper: colour('paper'),
    ink: colour('ink'),
    runs: Array.from({ length: RUN_COLOURS }, (_, index) => colour(`run-${index + 1}`)),
    face: getComputedStyle(host).fontFamily,
    lyricsFace: getComputedStyle(host).getPropertyValue('--face-lyrics').trim(),
  };
  probe.remove();
  return colours;
}
