/** How much of a text is learnt, in words, on the form and on the button. */
import { beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { shareInShort, shareSentence } from '../../../../src-renderer/training/form/share.ts';

const all = {
  ...{ characters: 60_003, learnt: 60_003, songs: 41, learntSongs: 41 },
  ...{ heldOut: 0, heldOutSongs: 0 },
};
const cut = { ...all, learnt: 10_000, learntSongs: 7 };

describe('how much is learnt', () => {
  beforeEach(() => {
    messages.language = 'en';
  });

  it('is not told where it is all', () => {
    expect([shareSentence(all), shareInShort(all)]).toEqual(['', '']);
    expect(shareSentence({ characters: 5, learnt: 5 })).toBe('');
  });

  it('is told in characters and in songs', () => {
    expect(shareInShort(cut)).toBe('learns 10,000 of 60,003 characters: 7 of 41 songs');
    expect(shareSentence(cut)).toBe('Learns 10,000 of 60,003 characters: 7 of 41 songs.');
    messages.language = 'zh';
    expect(shareInShort(cut)).toBe('学 60,003 字中的 10,000 字：41 首歌里的 7 首');
    expect(shareSentence(cut)).toBe('全文 60,003 个字，学其中 10,000 个：41 首歌里的 7 首。');
  });

  it('is told in characters alone of one song, and while the songs are not known', () => {
    for (const share of [
      { ...cut, songs: 1, learntSongs: 0 },
      { characters: 60_003, learnt: 10_000 },
    ]) {
      expect(shareInShort(share)).toBe('learns 10,000 of 60,003 characters');
      expect(shareSentence(share)).toBe('Learns 10,000 of 60,003 characters.');
    }
  });

  it('says what is held out', () => {
    const held = { ...cut, learnt: 9000, learntSongs: 6, heldOut: 1000 };
    expect(shareSentence(held)).toBe(
      'Learns 9,000 of 60,003 characters: 6 of 41 songs. Held out: 1,000 characters.',
    );
    expect(shareSentence({ ...held, heldOutSongs: 1 })).toMatch(
      /Held out: 1,000 characters, 1 whole song\.$/,
    );
    expect(shareSentence({ ...held, heldOutSongs: 4 })).toMatch(/4 whole songs\.$/);
    messages.language = 'zh';
    expect(shareSentence({ ...held, heldOutSongs: 4 })).toBe(
      '全文 60,003 个字，学其中 9,000 个：41 首歌里的 6 首。留出 1,000 个字，包括 4 首完整的歌。',
    );
  });
});
