// What electron-builder.yml cannot know: which engines there are, what is signed, and what is done to a package while it is made.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writePackageLicences } from './licences.mjs';
import { addVisualCpp, findVisualCpp } from './visual-cpp.mjs';
import { findElectron } from '../electron.mjs';
import { readOutcome } from '../native-tensorflow.mjs';
import { getOtherNode } from '../other-node.mjs';
import { findNode, root } from '../processes.mjs';

// The folder of ONNX Runtime's libraries for a system and processor, as it is in the clone and in a package.
const onnxFolder = (system, processor) =>
  join('node_modules', 'onnxruntime-node', 'bin', 'napi-v6', system, processor);
const windowsLibraries = ['onnxruntime_binding.node', 'onnxruntime.dll'];

/** Which engines there are for a system and processor. @throws Error where there is none */
export function enginesFor(system, processor) {
  const engines = {
    onnx: existsSync(join(root, onnxFolder(system, processor))),
    tensorflow: isThisMachine(system, processor) && readOutcome(root)?.state === 'ready',
  };
  if (engines.onnx || engines.tensorflow) return engines;
  throw new Error(`There is no engine for ${system} on ${processor}.`);
}

/** The libraries of the Visual C++ runtime that a package needs, by their paths. @throws Error that names those that are missing */
export function runtimeFor(system, processor, { onnx }) {
  if (system !== 'win32' || !onnx) return [];
  const folder = join(root, onnxFolder(system, processor));
  return findVisualCpp(
    windowsLibraries.map((name) => join(folder, name)),
    processor,
  );
}

function isThisMachine(system, processor) {
  return system === process.platform && processor === process.arch;
}

/** A workflow hands secrets that nobody has set over as empty, which electron-builder would take for a file of that name. */
function forgetEmptyVariables() {
  for (const [name, value] of Object.entries(process.env))
    if (value === '' && /^(CSC|WIN_CSC|APPLE)_/.test(name)) delete process.env[name];
}

/** The folder of an unpacked Electron that can be packed; undefined lets electron-builder download one. */
function presentElectron(system, processor) {
  if (!isThisMachine(system, processor) || !findElectron(root)) return undefined;
  return process.env.ELECTRON_OVERRIDE_DIST_PATH || join(root, 'node_modules', 'electron', 'dist');
}

/**
 * @param packed told of each unpacked application: its folder, and its program
 * @returns it all in electron-builder's own terms
 */
export function configure({ system, processor, engines, runtime, output, packed }) {
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  forgetEmptyVariables();
  const { CSC_LINK, CSC_NAME, CSC_IDENTITY_AUTO_DISCOVERY } = process.env;
  const signs = CSC_LINK || CSC_NAME || CSC_IDENTITY_AUTO_DISCOVERY === 'true';
  return {
    ...(output && { directories: { output } }),
    electronDist: presentElectron(system, processor),
    files: [
      ...(engines.onnx ? [] : ['!node_modules/onnxruntime-*/**']),
      ...(engines.tensorflow ? [] : ['!node_modules/!(onnxruntime-*)/**']),
    ],
    // A .deb has to name a page, and there is none yet; this name is reserved and leads nowhere.
    ...(system === 'linux' &&
      !homepage && { extraMetadata: { homepage: 'https://verseloom.example' } }),
    ...(!signs && { mac: { identity: null } }), // what a keychain happens to hold signs nothing
    afterExtract: ({ appOutDir, packager }) => {
      const resources =
        system === 'darwin'
          ? join(appOutDir, packager.info.framework.distMacOsAppName, 'Contents', 'Resources')
          : packager.getResourcesDir(appOutDir);
      // Electron's own welcome. It is left out of a download, but not of a folder.
      rmSync(join(resources, 'default_app.asar'), { force: true });
      rmSync(join(appOutDir, 'version'), { force: true });
    },
    afterPack: async ({ appOutDir, packager }) => {
      const resources = packager.getResourcesDir(appOutDir);
      const file = join(resources, 'licences', 'packages.md');
      writePackageLicences(root, join(resources, 'app.asar'), file);
      await addClusterProgram(resources);
      if (runtime.length > 0) {
        const beside = join(resources, 'app.asar.unpacked', onnxFolder(system, processor));
        addVisualCpp(runtime, beside, join(resources, 'licences'));
      }
      packed({ folder: appOutDir, program: programIn(appOutDir, system, packager) });
    },
  };
}

/** What jobs on a cluster run: an installed application cannot put it together. Most clusters are of this kind. */
async function addClusterProgram(resources, platform = 'linux-x64') {
  const program = join(root, 'dist', 'main', 'cli.cjs');
  execFileSync(findNode(), [
    program,
    'sweep-program',
    platform,
    join(resources, 'cluster', platform),
  ]);
  const node = dirname(dirname(await getOtherNode(platform)));
  copyFileSync(join(node, 'LICENSE'), join(resources, 'licences', 'node.LICENSE.txt'));
}

function programIn(folder, system, { executableName, appInfo: { productFilename } }) {
  if (system === 'linux') return join(folder, executableName);
  if (system === 'win32') return join(folder, `${productFilename}.exe`);
  return join(folder, `${productFilename}.app`, 'Contents', 'MacOS', productFilename);
}
