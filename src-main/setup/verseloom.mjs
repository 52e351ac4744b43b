#!/usr/bin/env node
// The `verseloom` command: the command line of this clone, from any folder.

import { argv, cwd, env } from 'node:process';

env.INIT_CWD = cwd(); // as npm does for scripts: paths are relative to where the person stands
argv.splice(2, 0, 'cli');
await import('./run.mjs');
