/** Starts the window: one client, one composition of states, one tree of views. */
import './client/jitless.ts';
import 'lxgw-wenkai-webfont/lxgwwenkai-regular.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/selects.css';
import './styles/layout.css';
import { mount } from 'svelte';
import Root from './App.svelte';
import { BridgeTransport } from './client/bridge.ts';
import { Client } from './client/client.ts';
import { ownAddress, WebSocketTransport } from './client/web-socket.ts';
import { App } from './app.svelte.ts';

const { verseloom } = window;
const transport = verseloom ? new BridgeTransport(verseloom) : new WebSocketTransport(ownAddress());
const app = new App(new Client(transport));
const target = document.getElementById('app');
if (target) mount(Root, { target, props: { app } });
