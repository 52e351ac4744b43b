/** What of some charts one looks at: how close, where one points, and which run. It is the same for all charts that stand together. */
import type { Range } from '../series/decimation.ts';
import { panned, within, zoomed } from '../series/zoom.ts';

export class ChartView {
  /** What of the lower axis is looked at; null for all. */
  range = $state.raw<Range | null>(null);
  /** Where the pointer is, along the lower axis. */
  hover = $state<number | null>(null);
  /** Where the person has stopped. */
  held = $state<number | null>(null);
  readonly cursor: number | null = $derived(this.hover ?? this.held);
  /** The run that is pointed at, by its key. */
  raised = $state<string | null>(null);
  /** All of the lower axis, as it was last drawn. */
  whole = $state.raw<Range>({ min: 1, max: 2 });
  /** The narrowest that shows something: two epochs. */
  least = $state(0);

  /** The first run's epochs along the lower axis, and back; as it was last drawn. */
  across = $state.raw<{ placeOf(epoch: number): number; epochAt(place: number): number }>({
    placeOf: (epoch) => epoch,
    epochAt: (place) => place,
  });
  /** The epoch that is looked at, which need not be whole; null where none is. */
  readonly epoch: number | null = $derived(
    this.cursor === null ? null : this.across.epochAt(this.cursor),
  );

  get shown(): Range {
    return this.range ?? this.whole;
  }

  scale(factor: number, around = this.cursor ?? (this.shown.min + this.shown.max) / 2): void {
    this.range = zoomed(this.shown, this.whole, factor, around, this.least);
  }

  /** @param by a share of what is shown */
  pan(by: number): void {
    const { min, max } = this.shown;
    this.range = panned(this.shown, this.whole, by * (max - min));
  }

  /** @param from before or after `to` */
  closeTo(from: number, to: number): void {
    const [min, max] = [Math.min(from, to), Math.max(from, to)];
    const room = Math.max(0, this.least - (max - min)) / 2;
    this.range = within({ min: min - room, max: max + room }, this.whole);
  }

  reset(): void {
    this.range = null;
  }

  holdEpoch(epoch: number): void {
    this.hold(this.across.placeOf(epoch));
  }

  /** Holds a place, which comes into sight if it is not. */
  hold(place: number): void {
    const at = Math.max(this.whole.min, Math.min(place, this.whole.max));
    this.held = at;
    const { min, max } = this.shown;
    if (at < min || at > max) this.closeTo(at - (max - min) / 2, at + (max - min) / 2);
  }
}
