/**
 * What the stand-in for a packed Electron runs: the main process out of the archive beside it, on plain Node, which cannot look into
 * one, so that it is laid out first. Arguments: the program that was started, and its own.
 */
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { layOut } from './lay-out.ts';

const [node, , program, ...args] = process.argv;
const archive = join(dirname(program!), 'resources', 'app.asar');
const folder = mkdtempSync(join(tmpdir(), 'laid-out-'));
layOut(archive, folder);
const main = join(folder, 'dist', 'main', 'main.cjs');
process.argv = [node!, main, ...args];
createRequire(import.meta.url)(main);
