/** The lyrics that come with the product: as many and as various as they are said to be. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../resources/corpora');
const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');
const songsIn = (name: string): string[] =>
  readdirSync(join(folder, name)).map((file) => textOf(join(name, file)));

const first = textOf('original-lyrics.zh.txt').trim().split('\n\n');
const samples = [
  [
    'Chinese',
    [...first, ...songsIn('songs.zh')],
    { characters: 60_000, songs: 180, distinct: 2000, run: 6 },
  ],
  ['English', songsIn('songs.en'), { characters: 40_000, songs: 50, distinct: 50, run: 15 }],
] as const;

const inkOf = (songs: readonly string[]): string[] => [...songs.join('').replace(/\s/g, '')];
const linesOf = (song: string): string[] => song.split('\n').filter((line) => line.trim() !== '');

describe.each(samples)('the songs in %s', (_, songs, least) => {
  const ink = inkOf(songs);
  const counts = new Map<string, number>();
  for (const character of ink) counts.set(character, (counts.get(character) ?? 0) + 1);

  it('are as many, as long and as rich as a small network needs', () => {
    expect(songs.length).toBeGreaterThanOrEqual(least.songs);
    expect(ink.length).toBeGreaterThanOrEqual(least.characters);
    expect(counts.size).toBeGreaterThanOrEqual(least.distinct);
  });

  it('have hardly a character that comes but once', () => {
    const once = [...counts.values()].filter((count) => count === 1).length;
    expect(once).toBeLessThan(counts.size / 5);
    expect(once).toBeLessThan(ink.length / 100);
  });

  it('share hardly a line', () => {
    const owners = new Map<string, Set<number>>();
    for (const [index, song] of songs.entries())
      for (const line of linesOf(song))
        owners.set(line, (owners.get(line) ?? new Set()).add(index));
    const shared = [...owners.values()].filter((of) => of.size > 1).length;
    expect(shared).toBeLessThan(owners.size * 0.02);
  });

  it('have no one way to begin or to say anything', () => {
    const runs = new Map<string, Set<number>>();
    for (const [index, song] of songs.entries())
      for (const line of linesOf(song)) {
        const run = line.slice(0, least.run);
        runs.set(run, (runs.get(run) ?? new Set()).add(index));
      }
    for (const of of runs.values()) expect(of.size).toBeLessThan(songs.length / 8);
  });

  it('are clean: no marks, no titles, no space around a line, one blank line between stanzas', () => {
    for (const song of songs) {
      expect(song.normalize('NFC')).toBe(song);
      expect(song).not.toMatch(/\r|\t|\n{3}|^[^\S\n]|[^\S\n]$|[[\]【】{}<>#*]|https?:/m);
      expect(linesOf(song).length).toBeGreaterThanOrEqual(8);
    }
  });
});

it('of the Chinese songs only those in the script of the mainland are there, in a wide choice of line lengths', () => {
  const lengths = new Set(samples[0][1].flatMap(linesOf).map((line) => [...line].length));
  expect(lengths.size).toBeGreaterThan(25);
  expect(inkOf(samples[0][1]).join('')).not.toMatch(/[們個說這來時會對聽過還沒愛夢歲門開]/);
});
