/** What is held out, as a person writes it on a command line and as it is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heldOut,
  heldOutText,
  readHeldOut,
  type HeldOut,
} from '../../src-main/contract/held-out.ts';
import { parseSettings } from '../../src-main/contract/settings.ts';

const all = fc.oneof(
  fc.constant<HeldOut>({ by: 'none' }),
  fc.integer({ min: 1, max: 50 }).map((percent): HeldOut => ({ by: 'last', percent })),
  fc.integer({ min: 2, max: 1000 }).map((every): HeldOut => ({ by: 'songs', every })),
);

describe('what is held out', () => {
  it('is read as it is written', () => {
    fc.assert(
      fc.property(all, (held) => {
        expect(readHeldOut(heldOutText(held))).toEqual(held);
        expect(heldOut.parse(held)).toEqual(held);
      }),
    );
    expect(readHeldOut(' 10 % ')).toEqual({ by: 'last', percent: 10 });
    expect(readHeldOut('10％')).toEqual({ by: 'last', percent: 10 });
  });

  it.each([
    ['0%', { code: 'settings.outOfRange', params: { value: 0, min: 1, max: 50 } }],
    ['51%', { code: 'settings.outOfRange', params: { value: 51, min: 1, max: 50 } }],
    ['-3%', { code: 'settings.outOfRange', params: { value: -3 } }],
    ['2.5%', { code: 'settings.notWhole', params: { value: 2.5 } }],
    ['1.2.3%', { code: 'settings.notANumber', params: { min: 1, max: 50 } }],
    ['every:1', { code: 'settings.outOfRange', params: { value: 1, min: 2, max: 1000 } }],
    ['every:1001', { code: 'settings.outOfRange', params: { value: 1001 } }],
    [
      '10',
      { code: 'settings.choice', params: { value: '10', choices: 'none, 1%–50%, every:2–1000' } },
    ],
    ['every:', { code: 'settings.choice', params: { value: 'every:' } }],
    ['', { code: 'settings.choice', params: { value: '' } }],
  ])('is refused with the reason where no run can have it: %j', (written, refusal) => {
    const { code, params } = refusal;
    expect(() => parseSettings({ heldOut: readHeldOut(written) })).toThrow(
      expect.objectContaining({
        code,
        params: expect.objectContaining({ field: 'heldOut', ...params }),
      }),
    );
  });

  it.each([[null], [5], [{ by: 'else' }], [{ by: 'last' }], [{}]])(
    'is refused where a page sends anything else: %j',
    (sent) => {
      expect(() => parseSettings({ heldOut: sent })).toThrow(
        expect.objectContaining({ params: expect.objectContaining({ field: 'heldOut' }) }),
      );
    },
  );
});
