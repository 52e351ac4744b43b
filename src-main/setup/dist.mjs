// Packs the application for people who install it, with electron-builder and as electron-builder.yml says.
//
//   npm run dist -- [--linux | --mac | --win [targets…]] [--x64] [--arm64] [--dir] [--output folder]
//
// Without arguments: what the yml lists for this system, for the processor of this machine. `--dir` stops at the unpacked
// application. Other systems and processors need their Electron, which electron-builder downloads, and do without TensorFlow.
//
// Nothing is signed, but where these variables ask for it:
//   macOS    CSC_LINK (path, address or base64 of a .p12) and CSC_KEY_PASSWORD, or CSC_NAME for an identity of the keychain,
//            or CSC_IDENTITY_AUTO_DISCOVERY=true for whichever the keychain has;
//            what is signed is notarised with APPLE_ID, APPLE_APP_SPECIFIC_PASSWORD and APPLE_TEAM_ID,
//            or with APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER
//   Windows  WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { drawIcons } from './dist-icons.mjs';
import { writePackageLicences } from './dist-licences.mjs';
import { measureFolder, sizeLine, sizeOf } from './dist-sizes.mjs';
import { findElectron } from './electron.mjs';
import { readOutcome } from './native-tensorflow.mjs';
import { root } from './processes.mjs';

const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS };

/** @returns `{ wanted: [[platform, target names]], processors, output }`; ends the program where the arguments make no sense */
function readArguments() {
  try {
    const { values, tokens } = parseArgs({
      allowPositionals: true,
      tokens: true,
      options: {
        ...{ linux: { type: 'boolean' }, mac: { type: 'boolean' }, win: { type: 'boolean' } },
        ...{ x64: { type: 'boolean' }, arm64: { type: 'boolean' }, dir: { type: 'boolean' } },
        output: { type: 'string' },
      },
    });
    const wanted = [];
    for (const { kind, name, value } of tokens) {
      if (kind === 'option' && name in platforms) wanted.push([platforms[name], []]);
      if (kind !== 'positional') continue;
      if (wanted.length === 0)
        throw new Error(`“${value}” belongs behind --linux, --mac or --win.`);
      wanted.at(-1)[1].push(value);
    }
    if (wanted.length === 0) wanted.push([Platform.current(), []]);
    if (values.dir) for (const entry of wanted) entry[1] = ['dir'];
    const processors = ['x64', 'arm64'].filter((name) => values[name]);
    return {
      wanted,
      processors: processors.length > 0 ? processors : [process.arch],
      output: values.output && resolve(process.env.INIT_CWD ?? '.', values.output),
    };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** Which engines there are for a system and processor. */
function enginesFor(system, processor) {
  const bindings = join(root, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');
  return {
    onnx: existsSync(join(bindings, system, processor)),
    tensorflow: isThisMachine(system, processor) && readOutcome(root)?.state === 'ready',
  };
}

function isThisMachine(system, processor) {
  return system === process.platform && processor === process.arch;
}

/** The folder of an unpacked Electron that can be packed; undefined lets electron-builder download one. */
function presentElectron(system, processor) {
  if (!isThisMachine(system, processor) || !findElectron(root)) return undefined;
  return process.env.ELECTRON_OVERRIDE_DIST_PATH || join(root, 'node_modules', 'electron', 'dist');
}

/** What the yml cannot know, in electron-builder's own terms. */
function configure(system, processor, engines, output, unpacked) {
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
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
    afterPack: ({ appOutDir, packager }) => {
      const resources = packager.getResourcesDir(appOutDir);
      const file = join(resources, 'licences', 'packages.md');
      writePackageLicences(root, join(resources, 'app.asar'), file);
      unpacked.push(appOutDir);
    },
  };
}

async function main() {
  const { wanted, processors, output } = readArguments();
  await drawIcons(join(root, 'resources', 'icons'), join(root, 'dist', 'icons'));

  const artifacts = [];
  const unpacked = [];
  for (const [platform, targets] of wanted) {
    for (const processor of processors) {
      const system = platform.nodeName;
      const engines = enginesFor(system, processor);
      const name = `${system} on ${processor}`;
      if (!engines.onnx && !engines.tensorflow) throw new Error(`There is no engine for ${name}.`);
      if (!engines.tensorflow) {
        console.log(`No libtensorflow for ${name} here: ONNX Runtime does the work alone.`);
      }
      if (!engines.onnx) {
        console.log(`No ONNX Runtime for ${name}: TensorFlow does the work alone.`);
      }
      artifacts.push(
        ...(await build({
          projectDir: root,
          targets: new Map([[platform, new Map([[Arch[processor], targets]])]]),
          config: configure(system, processor, engines, output, unpacked),
        })),
      );
    }
  }

  for (const path of artifacts) console.log(sizeLine(sizeOf(path), path));
  for (const folder of unpacked) {
    const { total, largest } = measureFolder(folder, 10);
    console.log(`\n${sizeLine(total, folder)}, of it`);
    for (const { path, size } of largest) console.log(sizeLine(size, path));
  }
}

main().catch((error) => {
  console.error(error.message);
  if (['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT'].includes(error.code)) {
    console.error(
      'Electron or a tool of electron-builder could not be downloaded. ' +
        'ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR name other servers.',
    );
  }
  process.exitCode = 1;
});
