/** A chart on a canvas of the page, as long as the canvas is there: painted again when its colours, its words or its letters have become others. */
import { untrack } from 'svelte';
import { messages } from '../../text/messages.svelte.ts';
import { readColours, type Colours } from './colours.ts';

interface Painted {
  paint(colours: Colours): void;
  destroy(): void;
}

/**
 * For the setup of a component.
 * @param canvas the canvas, once it is on the page, in an element of its own
 * @param make makes another chart, too, whenever what it is made of is another
 * @param theme of the moment
 * @param onpaint told when the chart has been painted again
 */
export function paintedChart<Made extends Painted>(
  canvas: () => HTMLCanvasElement | undefined,
  make: (canvas: HTMLCanvasElement, colours: Colours) => Made,
  theme: () => string,
  onpaint = (_chart: Made): void => {},
): { readonly current: Made | undefined } {
  let chart = $state.raw<Made>();
  const colours = (): Colours => readColours(canvas()!.parentElement!);

  $effect(() => {
    const place = canvas();
    if (!place) return;
    const made = make(place, colours());
    chart = made;
    return () => {
      chart = undefined;
      made.destroy();
    };
  });
  $effect(() => {
    void [theme(), messages.language];
    const repaint = (): void => {
      if (!chart) return;
      chart.paint(colours());
      onpaint(chart);
    };
    untrack(repaint);
    const nightfall = window.matchMedia('(prefers-color-scheme: dark)');
    nightfall.addEventListener('change', repaint);
    document.fonts.addEventListener('loadingdone', repaint); // a canvas does not wait for its letters
    return () => {
      nightfall.removeEventListener('change', repaint);
      document.fonts.removeEventListener('loadingdone', repaint);
    };
  });
  return {
    get current() {
      return chart;
    },
  };
}
