/** Why a process has ended, from what the system and the process itself have told. */
import { describe as block, expect, it } from 'vitest';
import type { Exit } from '../../src-main/supervisor/channel.ts';
import { describe, OLD_RUNTIME } from '../../src-main/supervisor/exit-reason.ts';
import { LastLines } from '../../src-main/supervisor/last-lines.ts';

const exit = (facts: Partial<Exit>): Exit => ({ code: null, signal: null, ...facts });

block('on Windows', () => {
  const ACCESS_VIOLATION = 0xc0000005;
  it.each([
    ['as Node tells it', ACCESS_VIOLATION],
    ['as a signed number', ACCESS_VIOLATION | 0],
    ['for want of a function', 0xc0000139],
  ])('a process that ends before it has spoken lacks a current runtime: %s', (_, code) => {
    expect(describe(exit({ code, hasSpoken: false }), 'win32')).toBe(OLD_RUNTIME);
  });

  it('one that has worked, or ended by itself, has another reason', () => {
    expect(describe(exit({ code: ACCESS_VIOLATION, hasSpoken: true }), 'win32')).toMatch(/^exit/);
    expect(describe(exit({ code: 1, hasSpoken: false }), 'win32')).toBe('exit code 1');
    expect(describe(exit({ code: ACCESS_VIOLATION, hasSpoken: false }), 'linux')).toMatch(/^exit/);
  });
});

it('what a process said last is told with its end, where it is a statement', () => {
  const printed = [
    "terminate called after throwing an instance of 'std::bad_alloc'",
    '----- Native stack trace -----',
    ' 1: 0x55 node::Abort() [node]',
  ];
  expect(describe(exit({ signal: 'SIGABRT', printed: printed.slice(0, 2).join('\n') }))).toBe(
    `SIGABRT: ${printed[0]}`,
  );
  expect(describe(exit({ code: 3, printed: 'loading\nready' }))).toBe('exit code 3');
  expect(describe(exit({ code: 3, printed: `error ${'x'.repeat(999)}` })).length).toBeLessThan(250);
});

it('the last lines of much that was printed are kept, whatever the pieces it came in', () => {
  const lines = new LastLines();
  const text = Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join('');
  for (const piece of text.match(/.{1,7}/gs)!) lines.add(piece);
  expect(lines.text.split('\n')).toEqual(Array.from({ length: 12 }, (_, i) => `line ${i + 38}`));
});
