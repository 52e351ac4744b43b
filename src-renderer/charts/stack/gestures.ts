/** What one does to charts with a pointer, a wheel and two fingers: reads along, comes closer, moves along. */
import type { Range } from '../series/decimation.ts';

export interface Surface {
  /** What dragging with one pointer does; with Shift held it comes closer. */
  readonly drag: 'read' | 'zoom' | 'move';
  /** Where the curves begin and end, in px from either edge. */
  readonly left: number;
  readonly right: number;
  readonly shown: Range;
  /** A place is pointed at; null when the pointer has left. */
  onpoint(place: number | null): void;
  /** A mouse points there, in px from the upper left corner, and does nothing else; null when it does not any more. */
  onnear(at: { readonly x: number; readonly y: number } | null): void;
  /** A place is held. */
  onhold(place: number): void;
  /** A stretch is being marked; null when it is not any more. */
  onmark(stretch: Range | null): void;
  onclose(from: number, to: number): void;
  /** @param factor below 1 comes closer */
  onscale(factor: number, around: number): void;
  /** @param by a share of what is shown */
  onpan(by: number): void;
  onreset(): void;
}

const LEAST = 6; // px; less is a click and no drag
const PER_PX = 0.0015; // of a wheel: a notch of 100 px makes 16 % of difference
const PX_PER_LINE = 16;

/** @param read what the charts are like at the moment */
export function gestures(read: () => Surface): (node: HTMLElement) => () => void {
  return (node) => {
    const fingers = new Map<number, number>(); // px across, by pointer
    let begun: { mode: Surface['drag']; x: number; at: number } | null = null;

    const inside = (x: number): number => {
      const { left, right } = read();
      const box = node.getBoundingClientRect();
      return (x - box.left - left) / Math.max(1, box.width - left - right);
    };
    const placeAt = (x: number): number => {
      const { min, max } = read().shown;
      return min + Math.max(0, Math.min(1, inside(x))) * (max - min);
    };
    const spread = (): { middle: number; apart: number } => {
      const [one, other] = [...fingers.values()] as [number, number];
      return { middle: (one + other) / 2, apart: Math.max(1, Math.abs(one - other)) };
    };

    function down(event: PointerEvent): void {
      if (event.button !== 0 || (event.target as Element).closest('button, input, a, select'))
        return;
      if (inside(event.clientX) < 0 || inside(event.clientX) > 1) return;
      node.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event.clientX);
      const surface = read();
      if (fingers.size > 1) {
        surface.onmark(null);
        begun = null;
        return;
      }
      const at = placeAt(event.clientX);
      begun = { mode: event.shiftKey ? 'zoom' : surface.drag, x: event.clientX, at };
      if (begun.mode === 'read') surface.onhold(at);
    }

    function move(event: PointerEvent): void {
      const surface = read();
      if (fingers.size === 2 && fingers.has(event.pointerId)) {
        const before = spread();
        fingers.set(event.pointerId, event.clientX);
        const after = spread();
        surface.onscale(before.apart / after.apart, placeAt(after.middle));
        surface.onpan(inside(before.middle) - inside(after.middle));
        return;
      }
      const before = fingers.get(event.pointerId);
      if (before !== undefined) fingers.set(event.pointerId, event.clientX);
      const place = placeAt(event.clientX);
      const isOver = inside(event.clientX) >= 0 && inside(event.clientX) <= 1;
      if (event.pointerType === 'mouse') surface.onpoint(begun || isOver ? place : null);
      if (event.pointerType === 'mouse' && !begun) {
        const { left, top } = node.getBoundingClientRect();
        surface.onnear({ x: event.clientX - left, y: event.clientY - top });
      }
      if (!begun || before === undefined) return;
      if (begun.mode === 'read') surface.onhold(place);
      if (begun.mode === 'move') surface.onpan(inside(before) - inside(event.clientX));
      if (begun.mode === 'zoom')
        surface.onmark({ min: Math.min(begun.at, place), max: Math.max(begun.at, place) });
    }

    function up(event: PointerEvent): void {
      fingers.delete(event.pointerId);
      const surface = read();
      surface.onmark(null);
      const isDrag = begun !== null && Math.abs(event.clientX - begun.x) >= LEAST;
      if (begun?.mode === 'zoom' && isDrag && event.type === 'pointerup')
        surface.onclose(begun.at, placeAt(event.clientX));
      begun = null;
    }

    function leave(event: PointerEvent): void {
      if (event.pointerType !== 'mouse' || begun) return;
      read().onpoint(null);
      read().onnear(null);
    }

    /** A page is scrolled by the wheel, too: a chart takes it with Ctrl, as every wheel that pinches is told, or once one has clicked into it. */
    function wheel(event: WheelEvent): void {
      const surface = read();
      const size = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PX_PER_LINE : 1;
      const [across, along] = [event.deltaX * size, event.deltaY * size];
      const isAcross = event.shiftKey || Math.abs(across) > Math.abs(along);
      if (!event.ctrlKey && !event.metaKey && !node.contains(document.activeElement)) return;
      event.preventDefault();
      if (isAcross && !event.ctrlKey) surface.onpan((across || along) / node.clientWidth);
      else surface.onscale(Math.exp(along * PER_PX), placeAt(event.clientX));
    }

    /** Two fingers are the chart's, also where they go up or down. */
    function touch(event: TouchEvent): void {
      if (event.touches.length > 1 && event.cancelable) event.preventDefault();
    }

    const double = (event: MouseEvent): void => {
      if (!(event.target as Element).closest('button, input')) read().onreset();
    };
    const all = {
      ...{ pointerdown: down, pointermove: move, pointerup: up, pointercancel: up },
      ...{ pointerleave: leave, dblclick: double },
    } as Record<string, (event: never) => void>;
    for (const [name, heard] of Object.entries(all))
      node.addEventListener(name, heard as EventListener);
    node.addEventListener('wheel', wheel, { passive: false });
    node.addEventListener('touchmove', touch, { passive: false });
    return () => {
      for (const [name, heard] of Object.entries(all))
        node.removeEventListener(name, heard as EventListener);
      node.removeEventListener('wheel', wheel);
      node.removeEventListener('touchmove', touch);
    };
  };
}
