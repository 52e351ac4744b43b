/** How a page is let in: codes, cookies and secrets, and what time does to each. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Sessions } from '../../../src-main/hosts/web/sessions.ts';

let now: number;
let sessions: Sessions;
beforeEach(() => {
  now = 0;
  sessions = new Sessions(() => now);
});

const minutes = (count: number): number => count * 60_000;

describe('a code', () => {
  test('opens one session, once', () => {
    const code = sessions.newCode();
    const cookie = sessions.open(code, [])!;
    expect(sessions.has([cookie])).toBe(true);
    expect(sessions.open(code, [])).toBeUndefined();
    expect(sessions.has([cookie])).toBe(true); // a printed one may be tried again by its own person
  });

  test('is good until it is used, unless it has a time', () => {
    const [printed, handed] = [sessions.newCode(), sessions.newCode(minutes(1))];
    now = minutes(2);
    expect(sessions.open(handed, [])).toBeUndefined();
    expect(sessions.open(printed, [])).toBeDefined();
  });

  test.each(['', 'wrong', '__proto__', '界'])('is not %j', (given) => {
    sessions.newCode();
    expect(sessions.open(given, [])).toBeUndefined();
  });

  test('from the arguments of a program, which a second one brings, shows the first one out', () => {
    const code = sessions.newCode(minutes(1));
    const cookie = sessions.open(code, [])!;
    const session = sessions.sessionOf(sessions.claim([cookie])!)!;
    expect(sessions.open(code, [cookie])).toBeUndefined(); // the same browser
    expect(sessions.has([cookie])).toBe(true);
    expect(sessions.open(code, [])).toBeUndefined();
    expect(session.ended.signal.aborted).toBe(true);
    expect(sessions.has([cookie])).toBe(false);
  });

  test('from the arguments of a program is good for our own user alone, and is not used up by another', () => {
    const [printed, handed] = [sessions.newCode(), sessions.newCode(minutes(1))];
    expect(sessions.open(handed, [], () => false)).toBeUndefined();
    expect(sessions.open(handed)).toBeDefined();
    expect(sessions.open(printed, [], () => false)).toBeDefined(); // told to whoever it was told to
  });

  test('that is long over cannot show anybody out', () => {
    const code = sessions.newCode(minutes(1));
    const cookie = sessions.open(code, [])!;
    now = minutes(2);
    sessions.open(code, []);
    expect(sessions.has([cookie])).toBe(true);
  });
});

describe('a cookie', () => {
  test('is good for one claim', () => {
    const cookie = sessions.open(sessions.newCode(), [])!;
    const secret = sessions.claim([cookie])!;
    expect(sessions.sessionOf(secret)).toBeDefined();
    expect(sessions.claim([cookie])).toBeUndefined();
    expect(sessions.has([cookie])).toBe(true); // for the files, still
    expect(sessions.sessionOf(cookie)).toBeUndefined(); // and never for the socket
    expect(sessions.has([secret])).toBe(false);
  });

  test('is good for it while its page loads, and not an hour later', () => {
    const cookie = sessions.open(sessions.newCode(), [])!;
    now = minutes(60);
    expect(sessions.claim([cookie])).toBeUndefined();
  });
});

test('there are as many sessions as a person has, and the oldest gives way', () => {
  const cookies = Array.from({ length: 65 }, () => sessions.open(sessions.newCode(), [])!);
  expect(sessions.has([cookies[0]!])).toBe(false);
  expect(sessions.has([cookies[1]!])).toBe(true);
  expect(sessions.has([cookies[64]!])).toBe(true);
});
