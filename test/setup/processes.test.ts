// Which Node everything runs on.

import { expect, test } from 'vitest';
import { hasNode24 } from '../../src-main/setup/processes.mjs';

test.each([
  ['linux', 'x64', '20.19.0', true], // npm carries one
  ['win32', 'x64', '20.19.0', true],
  ['darwin', 'arm64', '22.0.0', true],
  ['darwin', 'x64', '22.12.0', false],
  ['darwin', 'x64', '24.0.0', true],
  ['win32', 'arm64', '20.19.0', false],
])('%s on %s with Node %s: %s', (platform, arch, node, has) => {
  expect(hasNode24({ platform, arch, versions: { node } } as unknown as NodeJS.Process)).toBe(has);
});
