/** Which engines this installation has, found out without loading any. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EngineName, PresentEngine } from '../contract/engine.ts';

const packages: Record<EngineName, { name: string; binding: string }> = {
  onnx: {
    name: 'onnxruntime-node',
    binding: join('bin', 'napi-v6', process.platform, process.arch, 'onnxruntime_binding.node'),
  },
  tensorflow: {
    name: '@tensorflow/tfjs-node',
    binding: join('lib', 'napi-v8', 'tfjs_binding.node'),
  },
};

export function presentEngines(): PresentEngine[] {
  const { resolve } = createRequire(import.meta.url);
  return (Object.keys(packages) as EngineName[]).flatMap((name) => {
    try {
      const folder = dirname(dirname(resolve(packages[name].name))); // of <package>/dist/index.js
      if (!existsSync(join(folder, packages[name].binding))) return [];
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        version: string;
      };
      return [{ name, version }];
    } catch {
      return []; // the package is not there
    }
  });
}
