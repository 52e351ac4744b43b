import { describe, expect, it } from 'vitest';
import {
  visibleBounds,
  windowState,
  type Rectangle,
} from '../../../src-main/hosts/electron/window-bounds.ts';

const primary = { x: 0, y: 25, width: 1920, height: 1055 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const place = (x: number, y: number, width = 1000, height = 700): Rectangle => ({
  ...{ x, y },
  ...{ width, height },
});

describe('visibleBounds', () => {
  it('keeps a window where it was, on whichever screen', () => {
    expect(visibleBounds(place(100, 80), [primary, left])).toEqual(place(100, 80));
    expect(visibleBounds(place(-1200, 10), [primary, left])).toEqual(place(-1200, 10));
    expect(visibleBounds(place(1700, 900), [primary])).toEqual(place(1700, 900)); // a corner is enough
  });

  it('brings a window back whose title bar nobody could take hold of', () => {
    const middle = { x: 460, y: 203 };
    for (const lost of [place(-1200, 10), place(1900, 80), place(100, 0), place(100, 1070)])
      expect(visibleBounds(lost, [primary])).toEqual({ ...place(0, 0), ...middle });
  });

  it('is no larger than its screen and no smaller than the screens of the application need', () => {
    expect(visibleBounds(place(10, 30, 4000, 3000), [primary])).toEqual(place(10, 30, 1920, 1055));
    expect(visibleBounds(place(10, 30, 200, 200), [primary])).toEqual(place(10, 30, 720, 540));
    const small = { x: 0, y: 0, width: 640, height: 480 };
    expect(visibleBounds(null, [small])).toEqual(small);
  });

  it('stands in the middle of the primary screen the first time', () => {
    expect(visibleBounds(null, [primary, left])).toEqual(place(320, 123, 1280, 860));
  });
});

it('a state that is empty is the one before the first time', () => {
  expect(windowState.parse({})).toEqual({
    ...{ bounds: null, maximized: false, folder: null, sandboxTold: false },
  });
});
