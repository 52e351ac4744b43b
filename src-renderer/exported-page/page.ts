/** Starts an exported page, which has its model below this script: what comes first is shown while the rest is being read. */
import '../client/jitless.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import { mount } from 'svelte';
import { matchLanguage } from '../../src-main/contract/preferences.ts';
import { messages } from '../text/messages.svelte.ts';
import { readFacts, readWeights } from './content.ts';
import { Pad } from './pad.svelte.ts';
import Page from './Page.svelte';
import { Pen } from './pen.ts';

messages.language = matchLanguage(navigator.languages);
const facts = readFacts(document);
const pad = new Pad(facts);
mount(Page, { target: document.getElementById('page')!, props: { facts, pad } });

document.addEventListener('DOMContentLoaded', () => {
  void readWeights(document, facts).then((model) => {
    if (model) pad.pen = new Pen(model);
    else pad.incomplete = true;
  });
});
