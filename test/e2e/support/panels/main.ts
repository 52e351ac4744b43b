/** One panel of the corpus screen in a page of its own, over a host in the page; which one, and of what text, the address says. */
import 'lxgw-wenkai-webfont/lxgwwenkai-regular.css';
import '../../../../src-renderer/styles/tokens.css';
import '../../../../src-renderer/styles/base.css';
import '../../../../src-renderer/styles/controls.css';
import '../../../../src-renderer/styles/selects.css';
import '../../../../src-renderer/styles/layout.css';
import { mount } from 'svelte';
import { PanelHost } from './host.ts';
import Panels from './Panels.svelte';

const wanted = new URLSearchParams(location.search);
const host = new PanelHost(Number(wanted.get('songs') ?? 12), wanted.get('text') ?? 'usual');
Object.assign(window, { host });
mount(Panels, {
  target: document.getElementById('app')!,
  props: {
    host,
    panel: wanted.get('panel') ?? 'recipe',
    language: wanted.get('language') === 'zh' ? 'zh' : 'en',
    builtIn: wanted.has('builtIn'),
  },
});
