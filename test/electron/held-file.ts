/**
 * Preloaded into a program: one file of it, `VERSELOOM_HELD_FILE`, is on a disk that answers when `<file>.go` is there. A start that
 * waits for a disk is slow in no other way that a test can choose.
 */
import { existsSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout } from 'node:timers/promises';

const held = process.env['VERSELOOM_HELD_FILE'];
const { stat } = files;

files.stat = (async (...args: Parameters<typeof stat>) => {
  while (args[0] === held && !existsSync(`${held}.go`)) await setTimeout(20);
  return stat(...args);
}) as typeof stat;
syncBuiltinESMExports();
