import { describe, expect, test } from 'vitest';
import { after } from './cleaned.ts';

const left = (...lines: string[]): string[] => after({ chords: true }, lines.join('\n'));

test.each([
  ...[
    'Am   G   C',
    '| C | G/B | Am7 | F |',
    'F#m7b5  Bbmaj7',
    'Dsus4 A7',
    'N.C.  E7',
    'Hm  G',
    'C#m7(b5) A',
  ],
  ...[
    'e|--0--2--3--|',
    'B|-----1---1-|',
    'Capo 2',
    'Capo: 3',
    'Key: C',
    '1=C 4/4',
    '变调夹：2',
    'Tuning: E A D G B E',
  ],
])('%s goes', (line) => {
  expect(left(line, '夜来了')).toEqual(['夜来了']);
});

test('between words', () => {
  expect(left('[Am]夜来[G/B]了', '灯[F]火')).toEqual(['夜来了', '灯火']);
  expect(left('(Am)夜来(G)了', '灯(F)火')).toEqual(['夜来了', '灯火']);
  expect(left('(A)夜来了', '(B)灯火')).toEqual(['(A)夜来了', '(B)灯火']);
});

test('bare letters above words, when there are many', () => {
  expect(left('G  D  C', '夜', 'C  G', '灯', 'D  G', '河', 'G')).toEqual(['夜', '灯', '河']);
});

describe('what is sung stays', () => {
  test.each([
    'A B C',
    'A B C D E F G',
    'Em',
    'A',
    'Bad',
    'Am I',
    'A Dm I know',
    '[sighs]',
    '1 2 3 4',
    '----',
    '我 A 你',
  ])('%s', (line) => {
    expect(left(line, '夜来了')).toEqual([line, '夜来了']);
  });
});
