/** Which engines this installation has, found out without loading any. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { InstalledEngine, MissingEngine, PresentEngine } from '../contract/engine.ts';

type Installed = PresentEngine & { readonly name: InstalledEngine };

const packages: Record<InstalledEngine, { name: string; binding: string }> = {
  onnx: {
    name: 'onnxruntime-node',
    binding: join('bin', 'napi-v6', process.platform, process.arch, 'onnxruntime_binding.node'),
  },
  tensorflow: {
    name: '@tensorflow/tfjs-node',
    binding: join('lib', 'napi-v8', 'tfjs_binding.node'),
  },
};

/** @returns those that are there and those that are not, each in the order in which they are offered */
export function findEngines(): { present: Installed[]; missing: MissingEngine[] } {
  const present: Installed[] = [];
  const missing: MissingEngine[] = [];
  const { resolve } = createRequire(import.meta.url);
  for (const name of Object.keys(packages) as InstalledEngine[])
    try {
      const folder = dirname(dirname(resolve(packages[name].name))); // of <package>/dist/index.js
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        version: string;
      };
      if (existsSync(join(folder, packages[name].binding))) present.push({ name, version });
      else missing.push({ name, reason: 'library' });
    } catch {
      missing.push({ name, reason: 'package' });
    }
  return { present, missing };
}

export const presentEngines = (): Installed[] => findEngines().present;
